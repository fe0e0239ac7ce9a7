"""A copy of the report that follows the study while it is watched: opened from a file, without a server or a network.

A page from a file may load a script that lies beside it, and nothing else of what is beside it. So the copy looks into
such a script every second, which says which report there is now; the published report does nothing of the kind.
"""

import hashlib
import json
import shutil
from html import escape
from pathlib import Path

from consilience.charts.drawing.page import POLICY
from consilience.study.writing.whole import write_whole

PAGE, STATE = "report.html", "state.js"
_FOLLOW = """
(function () {
  const note = document.createElement("p");
  note.setAttribute("role", "status");
  note.style.cssText = "position:sticky;top:0;z-index:9;margin:0;padding:.5rem 1rem;white-space:pre-line;"
    + "background:#fff4ce;color:#1b1f24;border-bottom:1px solid #9a6700";
  const say = (text) => { note.textContent = text; note.hidden = !text; };
  say("");
  document.body.prepend(note);
  window.consilienceState = (state) => {
    if (state.page !== PAGE_DIGEST) location.reload();
    say(state.said);
  };
  const looking = setInterval(look, 1000);
  function look() {
    const script = document.createElement("script");
    script.src = "STATE_FILE?" + Date.now();
    script.onload = () => script.remove();
    script.onerror = () => { clearInterval(looking); say("No longer watched: this is the last answer."); };
    document.head.append(script);
  }
  look();
})();
"""


class LivePage:
    """The copy, in a folder of its own.

    Parameters
    ----------
    folder : Path
        Made when there is something to show, and removed by :meth:`end`.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / PAGE
        self._folder = folder
        self._digest = ""

    def show(self, report: Path) -> None:
        """Have open copies show a report.

        Parameters
        ----------
        report : Path
            As published.
        """
        html = report.read_text("utf-8")
        self._digest = hashlib.sha256(html.encode()).hexdigest()
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, following(html, self._digest).encode())
        # Only now: a page that was told of a report before it lies there would load the old one again.
        self.say("")

    def say(self, text: str) -> None:
        """Have open copies say something above the report, or nothing.

        Parameters
        ----------
        text : str
            Plain text.
        """
        if self._digest:
            state = json.dumps({"page": self._digest, "said": text})
            write_whole(self._folder / STATE, f"consilienceState({state})\n".encode())

    def end(self) -> None:
        """Take the copy away; open ones say that they are no longer followed."""
        shutil.rmtree(self._folder, ignore_errors=True)


def following(html: str, digest: str) -> str:
    """A report with the script that follows what lies beside it.

    Parameters
    ----------
    html : str
        The report.
    digest : str
        By which it knows whether it is the one of now.

    Returns
    -------
    str
    """
    own, live = (escape(policy).replace("&#x27;", "&#39;") for policy in (POLICY, _with_files(POLICY)))
    script = _FOLLOW.replace("PAGE_DIGEST", json.dumps(digest)).replace("STATE_FILE", STATE)
    head, _, tail = html.replace(own, live, 1).rpartition("</body>")
    return f"{head}<script>{script}</script>\n</body>{tail}"


def _with_files(policy: str) -> str:
    return policy.replace("script-src ", "script-src file: ")
