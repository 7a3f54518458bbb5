"""Write the site's accent colour as CSS, with legible shades of it. Pure."""

from __future__ import annotations

import colorsys

Rgb = tuple[float, float, float]

# The page's backgrounds in tokens.css, the least favourable of each scheme.
LIGHT_BACKGROUND = "#f6f4f0"
DARK_BACKGROUND = "#1e2126"
MIN_CONTRAST = 4.5


def stylesheet(accent: str) -> str:
    """Write custom properties: the accent, the ink to write on it, and it as text."""
    ink = max(("#ffffff", "#000000"), key=lambda text: contrast(accent, text))
    light, dark = (
        legible_on(accent, LIGHT_BACKGROUND),
        legible_on(accent, DARK_BACKGROUND),
    )
    return (
        ":root {\n"
        f"  --accent: {accent};\n"
        f"  --on-accent: {ink};\n"
        f"  --accent-text: light-dark({light}, {dark});\n"
        "}\n"
    )


def legible_on(colour: str, background: str) -> str:
    """Make the colour darker or lighter until it is legible on the background."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*_rgb(colour))
    step = -0.01 if _luminance(_rgb(background)) > 0.4 else 0.01
    for _step in range(100):
        if contrast(colour, background) >= MIN_CONTRAST:
            break
        lightness = min(1.0, max(0.0, lightness + step))
        rgb = colorsys.hls_to_rgb(hue, lightness, saturation)
        colour = "#" + bytes(round(part * 255) for part in rgb).hex()
    return colour


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of WCAG 2, from 1 to 21."""
    darker, lighter = sorted(_luminance(_rgb(colour)) for colour in (first, second))
    return (lighter + 0.05) / (darker + 0.05)


def _rgb(colour: str) -> Rgb:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red / 255, green / 255, blue / 255


def _luminance(rgb: Rgb) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in rgb
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
