"""One paper in a process of its own, which gives back what Typst takes when it ends.

    python -I apart.py < ORDER > FILE

The order is a JSON object: `template`, `root`, `fonts` (a folder), `inputs` (texts by name) and
`standard`. With `asked`, the label of a value that the template holds, this value is written, as
JSON, and nothing is drawn. What is wrong is said on the error output, with code 1. Nothing of the
site is imported.
"""

import json
import sys

import typst


def main() -> int:
    order = json.load(sys.stdin.buffer)
    fonts = typst.Fonts(include_system_fonts=False, font_paths=[order["fonts"]])
    common = {"root": order["root"], "font_paths": fonts, "sys_inputs": order["inputs"]}
    try:
        if asked := order["asked"]:
            found = typst.query(order["template"], f"<{asked}>", field="value", one=True, **common)
            made = found.encode()
        else:
            made = typst.compile(
                order["template"], format="pdf", pdf_standards=order["standard"], **common
            )
    except RuntimeError as error:  # what a query raises is no TypstError
        sys.stderr.write(str(error))
        return 1
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
