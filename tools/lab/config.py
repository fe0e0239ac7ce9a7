"""JupyterLab as `make lab` opens it: no question at the first start, Tab waited for, nothing asked of the network."""

from pathlib import Path

c = get_config()  # noqa: F821  (JupyterLab hands it to this file)

# Where overrides.json is, beside this file: what the browser would ask about otherwise, and how long it waits for the
# list that Tab asks for: on a fresh machine Jedi reads Python's own library first, which takes longer than its second.
c.LabApp.app_settings_dir = str(Path(__file__).parent)
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.handlers.announcements.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
