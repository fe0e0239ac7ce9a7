"""Rows each of which can be read, and which cannot be meant."""

from tests.study.malformed.kit import GOOD, TOML, Files, rows, said, study

OPTIONS = 'title = "t"\n[question.first]\ntitle = "Who"\noptions = ["lab", "state", "nobody"]\n'

CASES: dict[str, Files] = {
    "the skeleton's example left in": study(GOOD + "flood,example,2025-01-15,10%,,,,replace this row,\n"),
    "placeholders for people": study(
        rows(
            *(f"flood,{name},2025-01-15,10%" for name in ("FORECASTER", "Your Name", "test", "xxx", "TODO", "John Doe"))
        )
    ),
    "placeholders for estimates": study(said("ESTIMATE", "xx%", "TBD", "?", "n/a", "-", "…")),
    "summaries of a survey that cannot be": study(
        rows(
            "flood,S1,2025-01-15,n=3 median=1% mean=50%,,survey,,a letter,",
            "flood,S2,2025-01-15,n=0 median=1%,,survey,,a letter,",
            "flood,S3,2025-01-15,n=2.5 median=1%,,survey,,a letter,",
            "flood,S4,2025-01-15,n=10 median=5% ci95=[10%; 20%],,survey,,a letter,",
            "flood,S5,2025-01-15,n=1 median=1% mean=2%,,survey,,a letter,",
        )
    ),
    "quantiles that cross": study(said("q5=30% q50=5% q95=1%", "12% [30%; 5%]", "q0=1% q100=5%")),
    "a base rate that cannot be": study(
        rows(
            "flood,R,2025-01-15,12 of 4,,base_rate,,x,",
            "flood,R2,2025-01-15,-1 of 4,,base_rate,,x,",
            "flood,R3,2025-01-15,0 of 0,,base_rate,,x,",
        )
    ),
    "one person under two names": study(
        rows(
            "flood,Ada Quill,2025-01-15,10%",
            "flood,A. Quill,2025-02-15,20%",
            "flood,Ada,2025-03-15,5%",
            "flood,Quill Ada,2025-03-15,5%",
        )
    ),
    "one person twice on a day": study(rows("flood,Ada Quill,2025-01-15,10%", "flood,Ada Quill,2025-01-15,20%")),
    "one person in two groups": study(
        rows("flood,Ada Quill,2025-01-15,10%,experts,,,x,", "flood,Ada Quill,2025-02-15,20%,laymen,,,x,")
    ),
    "a question that is almost one": study(rows("floods,Ada Quill,2025-01-15,10%", "Flood,Bo Rask,2025-01-15,10%")),
    "an option that is not": study(rows("first=labs,Ada,2025-01-15,10%", "first,Ada,2025-01-15,10%"), OPTIONS),
    "options that come to twice": study(
        rows("first=lab,Ada,2025-01-15,90%", "first=state,Ada,2025-01-15,90%", "first=nobody,Ada,2025-01-15,20%"),
        OPTIONS,
    ),
    "a condition nobody asked": study(rows("flood | rain,Ada,2025-01-15,10%", "flood | not flood,Ada,2025-01-15,10%")),
    "more than certain": study(said("120%", "-5%", "1.2", "100.0001%", "1 in 0", "inf", "nan", "1e400")),
    "an emoji and a picture's name": study(said("👍", "low.png", "<script>alert(1)</script>")),
    "a group called as everybody": study(
        rows("flood,Ada,2025-01-15,10%,all,,,x,", "flood,Bo,2025-01-15,10%,panel,,,x,")
    ),
    "all withdrawn": study(rows("flood,Ada Quill,2025-01-15,10%,,,2025-02-01,a letter,")),
    "only aggregates and bots": study(
        rows("flood,Metaculus,2025-01-15,10%,,aggregate,,x,", "flood,gpt,2025-01-15,10%,,model,,x,")
    ),
    "a quantity in other units": study(
        rows("depth,Ada,2025-01-15,3 m", "depth,Bo,2025-01-15,300 cm", "depth,Cy,2025-01-15,10%"),
        'title = "t"\n[question.depth]\ntitle = "Depth"\nunit = "m"\n',
    ),
    "nobody said anything": study(rows(), TOML),
}
