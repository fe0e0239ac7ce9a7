"""``make fuzz``: for some minutes, or one input again; every find is printed with what makes it anew."""

import argparse
import random
import signal
import sys
import time
import traceback
from types import FrameType

from consilience.notation import Usage
from tests.fuzz.laws import of_a_study, of_a_text
from tests.fuzz.mutations import a_study, a_text

# CPU seconds that no text and no small study needs.
_LONGEST = 10.0
_MOST_FINDS = 40
_USAGES = (
    *(Usage(),) * 6,
    *(Usage(decimal=","), Usage(scale="percent"), Usage(scale="fraction")),
    *(Usage(colon="chance"), Usage(slash="price"), Usage(counts=True)),
)
_STUDIES = 0.06


class HangError(Exception):
    """An input took longer than any may."""


def _hang(number: int, frame: FrameType | None) -> None:
    raise HangError(f"more than {_LONGEST:g} s of CPU")


def tried(seed: str) -> str:
    """Try the input of a seed; what it was.

    Raises
    ------
    Exception
        Whatever it found.
    """
    rng = random.Random(seed)
    signal.setitimer(signal.ITIMER_VIRTUAL, _LONGEST)
    try:
        if rng.random() < _STUDIES:
            files = a_study(rng)
            shown = repr(files)
            of_a_study(files, by_command=rng.random() < 0.2)
        else:
            text, usage = a_text(rng), rng.choice(_USAGES)
            shown = f"{text!r}, {usage}"
            of_a_text(text, usage)
    except Exception as error:
        error.add_note(f"the input: {shown[:3000]}")
        raise
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return shown


def main() -> None:
    """Try inputs until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", default=str(time.time_ns()), help="of all inputs")
    parser.add_argument("--only", help="the seed of one input, as it was printed")
    asked = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _hang)
    if asked.only:
        print(tried(asked.only))
        return
    print(f"seed {asked.seed}, for {asked.minutes:g} minutes", flush=True)
    end, count, finds = time.monotonic() + 60 * asked.minutes, 0, 0
    while time.monotonic() < end and finds < _MOST_FINDS:
        seed = f"{asked.seed}:{count}"
        try:
            tried(seed)
        except Exception as error:
            finds += 1
            told = "".join(traceback.format_exception(error, limit=-3))
            print(f"\n==> a find; again with: make fuzz ARGS='--only {seed}'\n{told}", flush=True)
        count += 1
    print(f"{count} inputs, {finds} finds")
    sys.exit(bool(finds))


if __name__ == "__main__":
    main()
