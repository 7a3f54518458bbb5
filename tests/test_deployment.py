"""The files of ``deploy/`` name what exists, and systemd, nginx and Varnish take them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.test import SimpleTestCase
from granian.cli import cli as granian

from articles import images
from articles.middleware import MAX_READERS_BODY
from articles.serving import keys_of_site

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
NGINX = (DEPLOY / "nginx" / "newsdesk.conf").read_text(encoding="utf-8")
VARNISH = DEPLOY / "varnish" / "newsdesk.vcl"
MANUAL = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
# Where the manual puts the program.
PROGRAM = "/srv/newsdesk"


def tool(name: str, package: str) -> str:
    """Return the path of a program, or skip with one line that says how to get it."""
    path = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None:
        message = f"There is no {name}: apt-get install {package}."
        if os.environ.get("NEWSDESK_TEST_ALL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return path


def output_of(*command: str, **variables: str) -> str:
    """Run a command; return what it says, on either stream."""
    done = subprocess.run(  # noqa: S603 – programs of the system over our own files
        command,
        env=os.environ | variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def server_options(command: str) -> dict[str, Any]:
    """Return what granian reads from a command line. Raises ``click.ClickException``."""
    words = shlex.split(command.replace("\\\n", " "))
    return granian.make_context("granian", words[1:]).params


def exec_start(unit: str) -> str:
    text = (UNITS / unit).read_text(encoding="utf-8").replace("\\\n", " ")
    found = re.search(r"^ExecStart=(.*)$", text, re.MULTILINE)
    assert found is not None, unit
    return found[1]


def manage_calls() -> list[str]:
    """Return each command line of manage.py in a unit, the manual or the containers."""
    texts = [exec_start(unit.name) for unit in UNITS.glob("newsdesk-*.service")]
    texts += re.findall(r"^.*manage\.py.*$", MANUAL, re.MULTILINE)
    for service in compose()["services"].values():
        command = service.get("command", "")
        texts.append(command if isinstance(command, str) else command[-1])
    return [
        call.strip()
        for text in texts
        for call in re.findall(r"manage\.py ((?:[\w/-]|\. | )+)", text)
    ]


def compose() -> Any:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))


class UnitTests(SimpleTestCase):
    def test_every_command_and_option_exists(self) -> None:
        calls = manage_calls()
        self.assertGreater(len(calls), 10)
        for call in calls:
            with self.subTest(call):
                name, *options = shlex.split(call)
                command = load_command_class(get_commands()[name], name)
                command.create_parser("manage.py", name).parse_args(options)

    def test_the_server_runs_as_make_run_has_it(self) -> None:
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        found = re.search(r"bin/(granian (?:.*\\\n)*.*)", makefile)
        assert found is not None
        wanted = server_options(found[1].replace("$(PORT)", "8000"))
        self.assertEqual(server_options(exec_start("newsdesk.service")), wanted)
        container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
        words = yaml.safe_load(container.rpartition("\nCMD ")[2].replace("\\\n", ""))
        self.assertEqual(
            server_options(shlex.join(words)),
            wanted | {"host": "0.0.0.0"},  # noqa: S104
        )

    def test_every_timer_has_a_service_and_a_row_in_the_manual(self) -> None:
        services = {unit.stem for unit in UNITS.glob("newsdesk-*.service")}
        timers = {unit.stem for unit in UNITS.glob("*.timer")}
        self.assertEqual(services, timers)
        for name in timers:
            self.assertIn(f"| `{name}` |", MANUAL)

    def test_systemd_finds_nothing_wrong(self) -> None:
        analyze = tool("systemd-analyze", "systemd")
        with TemporaryDirectory() as folder:
            shutil.copytree(UNITS, folder, symlinks=True, dirs_exist_ok=True)
            units = [path for path in Path(folder).iterdir() if path.is_file()]
            for path in units:
                text = path.read_text(encoding="utf-8")
                text = text.replace(f"{PROGRAM}/.venv", sys.prefix)
                path.write_text(text.replace(PROGRAM, str(ROOT)), encoding="utf-8")
            names = map(str, units)
            said = output_of(analyze, "verify", *names, SYSTEMD_UNIT_PATH=f"{folder}:")
        # Where systemd does not run, other units of the machine may be incomplete.
        self.assertEqual([line for line in said.splitlines() if folder in line], [])


class ProxyTests(SimpleTestCase):
    def test_nginx_takes_the_file(self) -> None:
        nginx, openssl = tool("nginx", "nginx"), tool("openssl", "openssl")
        with TemporaryDirectory() as folder:
            key, certificate = f"{folder}/privkey.pem", f"{folder}/fullchain.pem"
            output_of(
                *(openssl, "req", "-x509", "-newkey", "ec", "-nodes"),
                *(
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-subj",
                    "/CN=news.example",
                ),
                *("-keyout", key, "-out", certificate),
            )
            site = NGINX.replace("/etc/letsencrypt/live/news.example", folder)
            # It opens them, which below 1024 takes a right.
            site = re.sub(r"(listen (?:\[::\]:)?)(\d+)", r"\g<1>18\2", site)
            Path(folder, "site").write_text(site.replace("/var/log/nginx", folder))
            main = Path(folder, "nginx.conf")
            main.write_text(
                f"pid {folder}/pid; error_log stderr; events {{}} "
                f"http {{ include {folder}/site; }}"
            )
            said = output_of(nginx, "-t", "-q", "-e", "stderr", "-c", str(main))
        self.assertEqual(said, "")

    def test_it_lets_through_what_the_site_would_take(self) -> None:
        readers, desk = (
            int(size) * 1024**2
            for size in re.findall(r"client_max_body_size (\d+)m;", NGINX)
        )
        self.assertGreater(readers, MAX_READERS_BODY)
        self.assertGreater(
            desk, settings.DATA_UPLOAD_MAX_MEMORY_SIZE + images.MAX_BYTES
        )

    def test_the_address_that_the_site_believes_is_the_connections(self) -> None:
        header = re.search(r"^CLIENT_ADDRESS_HEADER=(.*)$", MANUAL, re.MULTILINE)
        assert header is not None
        self.assertIn(f"proxy_set_header {header[1]} $remote_addr;", NGINX)
        # One in a location would take the place of all.
        self.assertNotRegex(NGINX, r"\n {8}proxy_set_header")

    def test_pictures_are_left_to_the_site_which_knows_who_may_see_them(self) -> None:
        self.assertEqual(
            re.findall(r"(?:root|alias) (.*);", NGINX),
            ["/var/www/html", "/var/lib/newsdesk/static/"],
        )


class VarnishTests(SimpleTestCase):
    def test_varnish_takes_the_file(self) -> None:
        varnish = tool("varnishd", "varnish varnish-modules")
        said = output_of(varnish, "-C", "-f", str(VARNISH))
        self.assertNotIn("Message from VCC-compiler", said)
        self.assertIn("VGC_function_vcl_recv", said)

    def test_whoever_gets_pages_of_their_own_passes(self) -> None:
        text = VARNISH.read_text(encoding="utf-8")
        named = re.search(r'http\.Cookie ~ ".*\((\w+\|\w+)\)="', text)
        assert named is not None
        own = [cookie.removesuffix("=") for cookie in keys_of_site().cookies]
        self.assertEqual(named[1].split("|"), own)


class ManualTests(SimpleTestCase):
    def test_every_variable_is_one_of_the_sites(self) -> None:
        example = (ROOT / ".env.example").read_text(encoding="utf-8")
        known = set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))
        known.add("POSTGRES_PASSWORD")  # What compose gives the database.
        named = set(re.findall(r"(?:^|['\"`])([A-Z]+_[A-Z_]+)=", MANUAL, re.MULTILINE))
        self.assertLessEqual(named, known)
        self.assertIn("CACHE_URL", named)

    def test_what_the_units_may_write_is_what_the_manual_makes(self) -> None:
        texts = [
            path.read_text("utf-8") for path in UNITS.rglob("*.*") if path.is_file()
        ]
        for folder in re.findall(r"^ReadWritePaths=(.*)$", "\n".join(texts), re.M):
            self.assertRegex(MANUAL, rf"install --directory .*{folder}\b")
