"""typst as a program that stays: a line of JSON comes in, a PDF is written, its cost goes out.

Called with the folder of the wheel. Each line has `inputs` for receipt.typ and `pdf`, the path to write; each answer is
the CPU time of the compilation in milliseconds, over all threads, without the writing.
"""

import json
import sys
import time
from pathlib import Path

sys.path.insert(0, sys.argv[1])

import typst  # noqa: E402

compiler = typst.Compiler(str(Path(__file__).with_name("receipt.typ")))
for line in sys.stdin:
    asked = json.loads(line)
    begun = time.process_time()
    pdf = compiler.compile(format="pdf", sys_inputs=asked["inputs"], pdf_tags=False)
    spent = time.process_time() - begun
    Path(asked["pdf"]).write_bytes(pdf)
    print(spent * 1000, flush=True)
