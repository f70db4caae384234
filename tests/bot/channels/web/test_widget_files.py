"""The widget's files: fresh at /widget.js, for ever under their version, and small on the way."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.channels.web.widget_files import STATIC, WidgetFiles
from tests.support.tables import each_row


@pytest.fixture
def older(tmp_path: Path, settings) -> WidgetFiles:
    """Another version, that this server served before."""
    static = Path(shutil.copytree(STATIC, tmp_path / "older"))
    (static / "widget" / "tab.js").open("a", encoding="utf-8").write("void 'of before';\n")
    files = WidgetFiles(static, settings.data / "widget")
    files.keep()
    files.keep()
    return files


MODULES = [STATIC / "widget.js", *sorted((STATIC / "widget").glob("*.js"))]


async def test_file_is_revalidated_by_its_tag_and_compressed_on_request(http):
    plain = await http.get("/widget.js", headers={"Accept-Encoding": "identity"})
    small = await http.get("/widget.js", headers={"Accept-Encoding": "gzip, br"})
    assert plain.status_code == 200
    assert plain.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "content-encoding" not in plain.headers
    assert small.headers["content-encoding"] == "gzip"
    assert small.text == plain.text
    assert int(small.headers["content-length"]) < int(plain.headers["content-length"])
    for tag in (plain.headers["etag"], f"W/{plain.headers['etag']}", f'"x", {plain.headers["etag"]}'):
        known = await http.get("/widget.js", headers={"If-None-Match": tag})
        assert (known.status_code, known.content) == (304, b"")
        assert known.headers["etag"] == plain.headers["etag"]
    assert (await http.get("/widget.js", headers={"If-None-Match": '"x"'})).status_code == 200


def test_a_name_at_the_top_of_a_module_is_no_other_modules():
    """They share one scope in the file that browsers get."""
    names = [
        name
        for path in MODULES
        for name in re.findall(
            r"^(?:export )?(?:async )?(?:function|class|const|let) (\w+)", path.read_text(), re.MULTILINE
        )
    ]
    assert len(names) == len(set(names))
    assert "STYLE" not in names


@each_row("path", [*MODULES, STATIC / "widget" / "widget.css"])
def test_a_line_may_lose_its_indentation_and_its_comment(path):
    """No text goes on over several lines, and no code stands behind a comment."""
    for line in path.read_text(encoding="utf-8").splitlines():
        assert line.count("`") % 2 == 0
        assert "*/" not in line or line.rstrip().endswith("*/")
        assert not line.endswith("\\")


async def test_a_version_that_a_site_pinned_outlives_the_next_one(older, http, settings):
    response = await http.get(f"/widget/{older.version}/widget.js")
    assert "void 'of before';\n" in response.text
    assert "immutable" in response.headers["cache-control"]
    # Once a version was several files.
    (settings.data / "widget" / older.version / "element.js").write_text("export {};\n")
    response = await http.get(f"/widget/{older.version}/element.js")
    assert response.text == "export {};\n"


async def test_unknown_version_redirects_to_the_present_one(http):
    version = (await http.get("/hubs/neutre.json")).json()["version"]
    response = await http.get("/widget/0123456789abcdef/widget.js")
    assert response.status_code == 307
    assert response.headers["cache-control"] == "no-cache"
    followed = await http.get("/widget/0123456789abcdef/widget.js", follow_redirects=True)
    assert followed.url.path == f"/widget/{version}/widget.js"


@each_row(
    "path",
    [
        "/widget/{version}/element.js",
        "/widget/../widget.js",
        "/widget/{version}/..%2Fposer.css",
        "/widget/{older}/..%2F..%2Fhash.key",
        "/widget/{older}/.widget.js.0000",
        "/static/..%2Fapp.py",
        "/static/widget.js",
    ],
)
async def test_no_other_file_is_served(older, http, path):
    version = (await http.get("/hubs/neutre.json")).json()["version"]
    response = await http.get(path.format(version=version, older=older.version))
    assert response.status_code in (404, 200)
    if response.status_code == 200:
        assert path == "/widget/../widget.js", "which browsers make /widget.js of"


async def test_a_server_that_cannot_keep_its_version_serves_it_all_the_same(tmp_path):
    (tmp_path / "file").write_text("in the way")
    files = WidgetFiles(STATIC, tmp_path / "file")
    files.keep()
    assert files.find(files.version, "widget.js")
