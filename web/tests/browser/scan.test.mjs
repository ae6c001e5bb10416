/** 材料扫描 by keys alone: a jam, groups, every step and its undo, proposals, filing, and a window without a scanner. */
import assert from "node:assert/strict";

const of = (page, group) =>
  page.getByTestId(`scan-group-${group}`).locator("[data-testid^=scan-page-]").evaluateAll((all) =>
    all.map((one) => Number(one.getAttribute("data-testid").replace("scan-page-", ""))),
  );

/** Waits until the group has these pages in this order. */
async function has(page, group, pages) {
  await page.waitForFunction(
    ([name, want]) => {
      const found = [...document.querySelectorAll(`[data-testid="scan-group-${name}"] [data-testid^=scan-page-]`)];
      return found.map((one) => one.getAttribute("data-testid").replace("scan-page-", "")).join() === want;
    },
    [String(group), pages.join()],
    { timeout: 5000 },
  );
}

/** The page on the stage is as wide for its height as it is. */
async function keepsItsShape(page) {
  const off = await page.getByTestId("scan-picture").evaluate(async (picture) => {
    await picture.decode();
    const { width, height } = picture.getBoundingClientRect();
    return Math.abs(width / height / (picture.naturalWidth / picture.naturalHeight) - 1);
  });
  assert.ok(off < 0.02, `the page is drawn out by ${off}`);
}

const selected = (page, number) => page.locator(`[data-testid=scan-page-${number}][aria-pressed=true]`).waitFor();

async function opened(clerk) {
  await clerk.openIntake();
  await clerk.press("Control+Shift+S");
  await clerk.sees("scan");
  await clerk.sees("scan-nobody");
}

export default async function scan(test) {
  for (const size of [1366, 1920]) {
    await test(`seven pages with a jam are scanned, sorted, put right and filed by keys at ${size}`, "?slow=5", size, async ({ page, clerk, check, shot }) => {
      await opened(clerk);
      await shot(`scan-empty-${size}`);
      await page.evaluate(() => (window.fixture.scanner.jamsAfter = 4));
      await clerk.press("c");
      // As a feeder that jams behind its fourth sheet.
      await clerk.sees("scan-halted", "YC-3301");
      await clerk.sees("scan-halted", "从第 5 页继续");
      await has(page, "unsorted", [1, 2, 3, 4]);
      await shot(`scan-jam-${size}`);
      await clerk.press("c");
      await has(page, "unsorted", [1, 2, 3, 4, 5, 6, 7]);
      await page.getByTestId("scan-halted").waitFor({ state: "detached" });
      await page.getByTestId("scan-running").waitFor({ state: "detached" });
      await clerk.sees("scan-counts", "未归类 7");
      await clerk.press("Home", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp");
      await selected(page, 1);
      // A digit puts the page away and leads to the next one.
      await clerk.press("3");
      await has(page, 3, [1]);
      await selected(page, 2);
      await clerk.press("3", "3", "3");
      await has(page, 3, [1, 2, 3, 4]);
      await clerk.press("5");
      await has(page, 5, [5]);
      await has(page, "unsorted", [6, 7]);
      await selected(page, 6);
      await clerk.sees("scan-counts", "已归类 5");
      await keepsItsShape(page);
      await shot(`scan-sorted-${size}`);
      // 下一异常: from page 6 to 7, then around to the blank third.
      await clerk.press("n");
      await selected(page, 7);
      await clerk.press("n");
      await selected(page, 3);
      await clerk.sees("scan-worth", "空白页");
      await clerk.press("k");
      await clerk.sees("scan-worth", "已确认保留");
      await clerk.press("n");
      await selected(page, 5);
      await clerk.sees("scan-worth", "清晰度 21");
      // 重扫
      await clerk.press("r");
      await has(page, 5, [8]);
      await selected(page, 8);
      await clerk.sees("scan-worth", "清晰度 90");
      await page.getByTestId("scan-running").waitFor({ state: "detached" });
      // Every step and the way back.
      await clerk.press("ArrowUp");
      await selected(page, 4);
      const quarters = (want) => page.locator(`[data-testid=scan-page-4][data-quarters="${want}"]`).waitFor();
      await clerk.press("e");
      await quarters(1);
      await clerk.press("q", "q");
      await quarters(3);
      await clerk.press("Control+z", "Control+z", "Control+z");
      await quarters(0);
      await clerk.press("Alt+ArrowUp");
      await has(page, 3, [1, 2, 4, 3]);
      await clerk.press("Control+z");
      await has(page, 3, [1, 2, 3, 4]);
      await clerk.press("x");
      await page.locator("[data-testid=scan-page-4].begins").waitFor();
      await clerk.press("Control+z");
      await page.locator("[data-testid=scan-page-4]:not(.begins)").waitFor();
      await clerk.press("Delete");
      await has(page, "aside", [4]);
      await clerk.press("Control+z");
      await has(page, 3, [1, 2, 3, 4]);
      await clerk.press("0");
      await has(page, "unsorted", [4, 6, 7]);
      await clerk.press("Control+z");
      await has(page, 3, [1, 2, 3, 4]);
      // A proposal is a proposal until somebody accepts it.
      await clerk.sees("scan-accept", "6、7");
      await has(page, "unsorted", [6, 7]);
      await shot(`scan-proposed-${size}`);
      await clerk.press("s");
      await shot(`scan-sample-${size}`);
      await clerk.press("s", "Enter");
      await page.getByTestId("scan-group-unsorted").waitFor({ state: "detached" });
      const asked = () => page.evaluate(() => window.fixture.asked.filter((one) => one.startsWith("file_scans")).length);
      check((await asked()) === 0, "nothing was filed before it was asked for");
      await clerk.press("Escape");
      await page.getByTestId("scan").waitFor({ state: "detached" });
      check((await asked()) === 1, "what was sorted was not filed");
      const third = await page.evaluate(() => window.session.form.get().slots.get().filter((one) => one.applies !== false)[2]);
      assert.equal(third.how, "files");
      assert.match(third.note, /4 页/);
      // It is all there again, and nothing is to be filed.
      await clerk.press("Control+Shift+S");
      await has(page, 3, [1, 2, 3, 4]);
      await clerk.sees("scan-file", "已全部存入");
    });
  }

  for (const theme of ["", "dark", "hc"]) {
    await test(`the scan panel in the theme ${theme || "light"}`, `?slow=5&theme=${theme}`, 1366, async ({ page, clerk, shot }) => {
      await opened(clerk);
      await clerk.press("c");
      await has(page, "unsorted", [1, 2, 3, 4, 5, 6, 7]);
      await page.getByTestId("scan-running").waitFor({ state: "detached" });
      await clerk.press("Alt+3", "n");
      await shot(`scan-theme-${theme || "light"}-1366`);
      await shot(`scan-theme-${theme || "light"}-1920`, 1920);
    });
  }

  await test("without a scanner the panel says so and offers the next way", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await opened(clerk);
    await page.evaluate(() => (window.fixture.scanner.absent = true));
    await clerk.press("Space");
    await clerk.sees("scan-trouble", "YC-5681");
    await clerk.sees("scan-trouble", "办件不受影响");
    await clerk.press("p");
    await clerk.sees("scan-no-scanner");
    await shot("scan-no-scanner");
    await clerk.press("Escape");
    // Files come instead, in the order a person counts; one that is refused stops none.
    await page.getByTestId("scan-input").setInputFiles([
      { name: "第10页.jpg", mimeType: "image/jpeg", buffer: Buffer.from("10") },
      { name: "第2页.heic", mimeType: "image/heic", buffer: Buffer.from("2") },
      { name: "第1页.tif", mimeType: "image/tiff", buffer: Buffer.from("1") },
    ]);
    await has(page, "unsorted", [1, 2]);
    await clerk.sees("scan-trouble", "第2页.heic");
    const files = await page.evaluate(() => window.fixture.asked.filter((one) => one.startsWith("scan_file")));
    assert.deepEqual(files, ["scan_file 第1页.tif", "scan_file 第2页.heic", "scan_file 第10页.jpg"]);
    // An address of the hall's own.
    await clerk.press("p");
    await clerk.sees("scan-address");
    for (let at = 0; at < 12; at += 1) {
      if ((await page.evaluate(() => document.activeElement?.getAttribute("data-testid"))) === "scan-address") break;
      await clerk.press("Tab");
    }
    await clerk.standsAt("scan-address");
    await clerk.type("http://10.1.2.9");
    await clerk.press("Enter");
    await page.getByTestId("scan-pick").waitFor({ state: "detached" });
    await clerk.press("Space");
    await has(page, "unsorted", [1, 2, 3]);
  });

  for (const [theme, size] of [["", 1366], ["dark", 1366], ["hc", 1920]]) {
    await test(`the camera is looked through, takes papers by key and by itself, in ${theme || "light"} at ${size}`, `?slow=5&theme=${theme}`, size, async ({ page, clerk, check, shot }) => {
      await opened(clerk);
      await clerk.press("p");
      await clerk.sees("scanner-2", "高拍仪");
      await clerk.press("2");
      await page.getByTestId("scan-pick").waitFor({ state: "detached" });
      await page.evaluate(() => (window.fixture.scanner.nothingUnderCamera = true));
      await clerk.press("Space");
      await clerk.sees("camera-moment", "放在镜头下");
      await page.evaluate(() => (window.fixture.scanner.nothingUnderCamera = false));
      await clerk.sees("camera-moment", "可以拍摄");
      await page.locator("[data-testid=camera-sight]:not([hidden])").waitFor();
      await shot(`scan-camera-${theme || "light"}-${size}`);
      check((await of(page, "unsorted").catch(() => [])).length === 0, "nothing is taken by itself");
      await clerk.press("Space");
      await has(page, "unsorted", [1]);
      await clerk.sees("camera-moment", "已拍");
      // Pages are sorted while the camera goes on.
      await clerk.press("3");
      await has(page, 3, [1]);
      await clerk.sees("scan-running", "已保存 1 页");
      await clerk.press("c");
      await clerk.sees("scan-running", "自动拍摄");
      await page.getByTestId("scan-page-2").waitFor();
      await page.getByTestId("scan-page-3").waitFor();
      await clerk.press("c");
      await clerk.sees("scan-running", "按空格拍摄");
      await clerk.press("Escape");
      await page.getByTestId("camera-moment").waitFor({ state: "detached" });
      await clerk.sees("scan");
      await page.getByTestId("scan-picture").waitFor();
    });
  }

  for (const [theme, size] of [["", 1366], ["", 1920], ["dark", 1366], ["hc", 1366], ["hc", 1920]]) {
    await test(`papers come from the applicant's telephone in ${theme || "light"} at ${size}`, `?slow=5&theme=${theme}`, size, async ({ page, clerk, check, shot }) => {
      await opened(clerk);
      const phone = (what) => page.evaluate((name) => window.fixture.scanner.telephone(name), what);
      const is = (state) => page.locator(`[data-testid=scan-phone][data-state=${state}]`).waitFor();
      await clerk.press("m");
      await is("shown");
      await phone("opens");
      await is("opened");
      await phone("sends");
      await phone("sends");
      await has(page, "unsorted", [1, 2]);
      await clerk.sees("phone-came", "已收 2 个文件");
      await phone("bad");
      await clerk.sees("phone-refused", "YC-3310");
      await shot(`scan-phone-${theme || "light"}-${size}`);
      // Pages are sorted while more of them come.
      await selected(page, 1);
      await clerk.press("3");
      await has(page, 3, [1]);
      await phone("ended");
      await clerk.sees("phone-ended", "YC-2371");
      await clerk.press("m");
      await is("shown");
      await clerk.press("m");
      await page.getByTestId("scan-phone").waitFor({ state: "detached" });
      await clerk.press("m");
      await is("shown");
      // Leaving takes the code away.
      await clerk.press("Escape");
      await page.getByTestId("scan").waitFor({ state: "detached" });
      const asked = await page.evaluate(() => window.fixture.asked.filter((one) => one.endsWith("_phone")));
      check(asked.at(-1) === "close_phone", `the code stands: ${asked.join()}`);
    });
  }

  await test("a hall without a door for telephones says so, and other ways stay", "?slow=5", 1366, async ({ page, clerk }) => {
    await opened(clerk);
    await page.evaluate(() => (window.fixture.scanner.noPhones = true));
    await clerk.press("m");
    await clerk.sees("scan-trouble", "YC-2370");
    await clerk.press("Space");
    await has(page, "unsorted", [1]);
    await page.getByTestId("scan-trouble").waitFor({ state: "detached" });
  });

  await test("separator sheets are shown for printing, and the panel is still there", "?slow=5", 1366, async ({ clerk, shot }) => {
    await opened(clerk);
    await clerk.press("g");
    await clerk.sees("papers", "分隔页");
    await shot("scan-separators");
    await clerk.press("Escape");
    await clerk.sees("scan-nobody");
  });

  await test("a scan is stopped and keeps what came", "?slow=5", 1366, async ({ page, clerk }) => {
    await opened(clerk);
    await page.evaluate(() => (window.fixture.scanner.sheets = 200));
    await clerk.press("c");
    await page.getByTestId("scan-page-3").waitFor();
    await clerk.press("Escape");
    await page.getByTestId("scan-running").waitFor({ state: "detached" });
    await clerk.sees("scan");
    const pages = await of(page, "unsorted");
    assert.ok(pages.length >= 3 && pages.length < 100, `${pages.length} pages`);
  });

  for (const size of [1366, 1920]) {
    await test(`what was read stands beside the form, numbered on the page, and is taken by a key at ${size}`, "?slow=5", size, async ({ page, clerk, check, shot }) => {
      await opened(clerk);
      await page.evaluate(() => (window.fixture.scanner.reads = "yes"));
      await clerk.press("c");
      await has(page, "unsorted", [1, 2, 3, 4, 5, 6, 7]);
      await page.getByTestId("scan-running").waitFor({ state: "detached" });
      await clerk.press("Home", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp");
      await selected(page, 1);
      await clerk.press("3");
      await has(page, 3, [1]);
      await clerk.press("ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp");
      await selected(page, 1);
      await clerk.sees("scan-read-counts", "6 项");
      await clerk.sees("scan-read-counts", "需看 1");
      const verdicts = () => page.locator("[data-testid^=scan-row-]").evaluateAll((all) => all.map((one) => one.className.split(" ")[0]));
      assert.deepEqual((await verdicts()).filter((one) => one === "look").length, 1);
      assert.ok(!(await page.getByTestId("scan-read").innerText()).includes("350199199001010023"));
      // Every row has its box, on the picture.
      await page.waitForFunction(() => {
        const picture = document.querySelector("[data-testid=scan-picture]").getBoundingClientRect();
        const boxes = [...document.querySelectorAll("[data-testid^=scan-box-]")].map((box) => box.getBoundingClientRect());
        return (
          boxes.length === 6 &&
          boxes.every((box) => box.left >= picture.left - 4 && box.right <= picture.right + 4 && box.top >= picture.top - 4 && box.bottom <= picture.bottom + 4)
        );
      });
      // N goes to what differs, in amber and in words, and its box is marked.
      await clerk.press("n");
      const looked = page.locator("[data-testid^=scan-row-][aria-selected=true]");
      await looked.waitFor();
      assert.match(await looked.innerText(), /需看/);
      assert.equal(await page.locator(".boxes .box.cur").count(), 1);
      assert.ok((await looked.locator("mark").count()) > 0);
      await clerk.sees("scan-file");
      await shot(`scan-read-${size}`);
      // And on to what can be taken.
      await clerk.press("n");
      await clerk.sees("scan-take");
      const row = await looked.getAttribute("data-testid");
      await clerk.press("Control+Enter");
      await page.waitForFunction((id) => document.querySelector(`[data-testid="${id}"]`)?.classList.contains("same"), row);
      await page.getByTestId("scan-take").waitFor({ state: "detached" });
      for (const theme of ["dark", "hc"]) {
        await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
        await shot(`scan-read-${theme}-${size}`);
      }
    });
  }

  await test("a window that reads nothing says so and goes on", "?slow=5", 1366, async ({ page, clerk, shot }) => {
    await opened(clerk);
    await page.evaluate(() => (window.fixture.scanner.reads = "missing"));
    await clerk.press(" ");
    await has(page, "unsorted", [1]);
    await page.getByTestId("scan-running").waitFor({ state: "detached" });
    await clerk.press("3");
    await has(page, 3, [1]);
    await clerk.sees("scan-not-read", "识别未安装");
    await clerk.press("Control+Enter");
    await clerk.sees("scan-file", "已全部存入材料");
    await shot("scan-not-read");
  });
}
