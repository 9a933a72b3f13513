"""Make the two pictures of the README from a site that `make run` serves: `make pictures`."""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import Error as BrowserError

from scripts.chromium import ChromiumMissing, launch

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
QUALITY = 80


@dataclass(frozen=True)
class Picture:
    """The top of a page: its address, then the width and height of the window in pixels."""

    name: str
    path: str
    width: int
    height: int


PICTURES = (
    Picture("home-1280.jpg", "/", 1280, 900),
    Picture("contract-375.jpg", "/contrats/brest-metropole-centre-ouest-bretagne/", 375, 812),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Refait les deux images du README.")
    parser.add_argument("--port", type=int, default=8000, help="port du site qui répond")
    site = f"http://127.0.0.1:{parser.parse_args().port}"
    try:
        with sync_playwright() as playwright:
            browser = launch(playwright)
            for picture in PICTURES:
                take(browser, site, picture)
    except ChromiumMissing as error:
        sys.exit(f"Arrêt : {error}")
    except BrowserError as error:
        first_line = error.message.partition("\n")[0]
        sys.exit(f"Arrêt : {site} ne répond pas ; lancez d’abord make run. {first_line}")


def take(browser: Browser, site: str, picture: Picture) -> None:
    page = browser.new_page(
        base_url=site,
        viewport={"width": picture.width, "height": picture.height},
        reduced_motion="reduce",
        locale="fr-FR",
    )
    answer = page.goto(picture.path, wait_until="networkidle")
    if answer is None or not answer.ok:
        sys.exit(f"Arrêt : {site}{picture.path} ne donne pas sa page.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / picture.name
    page.screenshot(path=file, type="jpeg", quality=QUALITY)
    page.close()
    print(f"{file.relative_to(FOLDER.parent.parent)} : {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
