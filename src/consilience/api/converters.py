"""Two programs beside a run that make its pictures, started while there is a core to spare."""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, cast

_PROGRAM = Path(__file__).parents[1] / "charts" / "drawing" / "conversion.py"


class _Program:
    """One program, asked one thing at a time."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._process = subprocess.Popen(
            # Not from its own folder, whose modules have names like those of others.
            [sys.executable, "-P", str(_PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, name: str, *given: Any) -> Any:
        """Have a function of the program called.

        Raises
        ------
        ConnectionError
            If the program has ended.
        ValueError
            If the function raised an error, which is said.
        """
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            with self._one_at_a_time:
                pickle.dump((name, given), self._process.stdin)
                self._process.stdin.flush()
                done, answer = pickle.load(self._process.stdout)
        except (OSError, EOFError, ValueError, pickle.UnpicklingError) as error:
            raise ConnectionError from error
        if not done:
            raise ValueError(answer)
        return answer

    def end(self) -> None:
        """End the program, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        with self._one_at_a_time:
            for pipe in (self._process.stdin, self._process.stdout):
                # What was not sent has nobody to go to.
                with suppress(OSError):
                    assert pipe is not None
                    pipe.close()


class Converters:
    """Makes pictures, pages and pixels in whichever program is free; one that died is done without.

    Where there are two cores, the programs and what else a run has to write keep both of them busy.
    """

    def __init__(self) -> None:
        self._programs = [_Program(), _Program()]
        self._free: SimpleQueue[_Program] = SimpleQueue()
        for program in self._programs:
            self._free.put(program)

    def prepare(self) -> None:
        """Have done what needs no chart."""
        first, second = self._programs
        # Asked here, not by what does without a program: a run that ends meanwhile needs nothing made.
        with suppress(ConnectionError):
            second.ask("script")
            for program in (first, second):
                program.ask("warm")

    def svg_of(self, spec: dict[str, Any], /) -> str:
        """The picture of a Vega-Lite specification, one unit a pixel."""
        return cast("str", self._done("svg_of", spec))

    def png_of(self, svg: str, /) -> bytes:
        """The same picture in pixels, 300 to the inch."""
        return cast("bytes", self._done("png_of", svg))

    def pdf_of(self, svg: str, /) -> bytes:
        """The same picture as a page."""
        return cast("bytes", self._done("pdf_of", svg))

    def script(self) -> str:
        """Vega, Vega-Lite and Vega-Embed as one script."""
        return cast("str", self._done("script"))

    def end(self) -> None:
        """End both programs."""
        for program in self._programs:
            program.end()

    def _done(self, name: str, *given: Any) -> Any:
        program = self._free.get()
        try:
            return program.ask(name, *given)
        except ConnectionError:
            from consilience.charts.drawing.conversion import WORK

            return WORK[name](*given)
        finally:
            self._free.put(program)


@contextmanager
def converters() -> Iterator[Converters]:
    """Programs that get ready beside what is done meanwhile, and end with it."""
    started = Converters()
    ahead = Thread(target=started.prepare, daemon=True)
    ahead.start()
    try:
        yield started
    finally:
        started.end()
        ahead.join()
