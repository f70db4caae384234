"""A WordPress of the test's own: Debian's package on PHP's own server, with a MariaDB that listens to a file alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Final

import httpx

from tests.support.packages import alone, install
from tests.support.redis_server import free_port
from tests.support.server import ROOT, until

PLUGIN: Final = ROOT / "deploy" / "integrations" / "wordpress" / "aiguilleur"
USER: Final = "conseil"
PASSWORD: Final = "of-the-tests-alone"  # noqa: S105

_PACKAGES: Final = {
    "/usr/bin/php": ("php-cli", "php-mysql"),
    "/usr/sbin/mariadbd": ("mariadb-server",),
    "/usr/share/wordpress/index.php": ("wordpress",),
    "/usr/share/wordpress/wp-content/themes/twentytwentythree": ("wordpress-theme-twentytwentythree",),
}
_INSTALL: Final = """
define('WP_INSTALLING', true);
require 'wp-load.php';
require_once 'wp-admin/includes/upgrade.php';
require_once 'wp-admin/includes/plugin.php';
wp_install('Un hub', '{user}', 'hub@exemple.fr', true, '', '{password}', 'fr_FR');
switch_theme('twentytwentythree');
if (is_wp_error($error = activate_plugin('aiguilleur/aiguilleur.php'))) {{ exit($error->get_error_message()); }}
"""
_IN_FRENCH: Final = "<?php add_filter('locale', static function () { return 'fr_FR'; });"
_CONFIGURATION: Final = """<?php
define('DB_NAME', 'wordpress'); define('DB_USER', 'root'); define('DB_PASSWORD', '');
define('DB_HOST', 'localhost:{socket}'); define('DB_CHARSET', 'utf8mb4'); define('DB_COLLATE', '');
define('WP_HOME', '{url}'); define('WP_SITEURL', '{url}'); define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true); define('WP_DEBUG', true); define('WP_DEBUG_DISPLAY', true);
foreach (array('AUTH_KEY', 'SECURE_AUTH_KEY', 'LOGGED_IN_KEY', 'NONCE_KEY', 'AUTH_SALT', 'SECURE_AUTH_SALT',
    'LOGGED_IN_SALT', 'NONCE_SALT') as $key) {{ define($key, 'of-the-tests-alone'); }}
$table_prefix = 'wp_';
defined('ABSPATH') || define('ABSPATH', __DIR__ . '/');
require ABSPATH . 'wp-settings.php';
"""


class WordPress:
    """A site with the plugin switched on and nothing set. `url`: its home page."""

    def __init__(self, folder: Path) -> None:
        _install_packages()
        port = free_port()
        self.url = f"http://localhost:{port}"
        self._site = folder / "site"
        # What the package links to is the site's own here.
        shutil.copytree("/usr/share/wordpress", self._site, ignore_dangling_symlinks=True)
        shutil.copytree(PLUGIN, self._site / "wp-content" / "plugins" / "aiguilleur")
        # Debian has no French of WordPress's own; pages say that they are in French all the same.
        (self._site / "wp-content" / "mu-plugins").mkdir()
        (self._site / "wp-content" / "mu-plugins" / "french.php").write_text(_IN_FRENCH)
        socket = folder / "db"
        (self._site / "wp-config.php").write_text(_CONFIGURATION.format(socket=socket, url=self.url))
        self._processes = [_database(folder / "data", socket)]
        try:
            until(socket.exists, what="MariaDB did not start")
            _query(socket, "CREATE DATABASE wordpress")
            self._php(_INSTALL.format(user=USER, password=PASSWORD))
            command = ["/usr/bin/php", "-S", f"localhost:{port}", "-t", str(self._site)]
            with (folder / "php.log").open("wb") as log:
                self._processes.append(subprocess.Popen(command, stdout=log, stderr=log))
            until(self._answers, what="WordPress did not answer")
        except BaseException:
            self.stop()
            raise

    def publish(self, text: str) -> str:
        """A page with a text, as an editor writes it; its address."""
        post = {"post_title": "Page", "post_content": text, "post_status": "publish", "post_type": "page"}
        made = "require 'wp-load.php'; echo wp_insert_post(wp_slash(json_decode($argv[1], true)));"
        return f"{self.url}/?page_id={self._php(made, json.dumps(post))}"

    def option(self) -> object:
        """What the plugin has stored."""
        return json.loads(self._php("require 'wp-load.php'; echo json_encode(get_option('aiguilleur'));"))

    def remove_plugin(self) -> None:
        """Delete the plugin, as its page does."""
        self._php(
            "require 'wp-load.php'; require_once 'wp-admin/includes/plugin.php'; "
            "require_once 'wp-admin/includes/file.php';"
            "deactivate_plugins('aiguilleur/aiguilleur.php'); uninstall_plugin('aiguilleur/aiguilleur.php');"
        )

    def stop(self) -> None:
        """End both of its servers."""
        for process in reversed(self._processes):
            process.terminate()
            process.wait(30)

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/", timeout=30).status_code == 200
        except httpx.TransportError:
            return False

    def _php(self, script: str, *arguments: str) -> str:
        return subprocess.run(
            ["/usr/bin/php", "-r", script, "--", *arguments], cwd=self._site, check=True, capture_output=True, text=True
        ).stdout.strip()


def _install_packages() -> None:
    with alone("apt"):
        missing = [package for path, packages in _PACKAGES.items() if not Path(path).exists() for package in packages]
        if missing:
            install(*missing, missing="WordPress")


def _database(data: Path, socket: Path) -> subprocess.Popen[bytes]:
    """A database server without databases that starts."""
    user = [f"--user={'root' if os.geteuid() == 0 else os.environ['USER']}", f"--datadir={data}"]
    common = ["--no-defaults", *user]
    subprocess.run(
        ["mariadb-install-db", *common, "--auth-root-authentication-method=normal", "--skip-test-db"],  # noqa: S607
        check=True,
        capture_output=True,
    )
    command = ["/usr/sbin/mariadbd", *common, f"--socket={socket}", "--skip-networking", f"--pid-file={data}.pid"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _query(socket: Path, query: str) -> None:
    subprocess.run(["mariadb", "--no-defaults", f"--socket={socket}", "-e", query], check=True)  # noqa: S607
