/** The helper's page and what it hands to a window: by keys alone, at both sizes and in three themes. */
async function signIn(clerk) {
  await clerk.sees("start-signIn");
  await clerk.standsAt("staff");
  await clerk.type("0830");
  await clerk.press("Enter");
  await clerk.type("practice");
  await clerk.press("Enter");
  await clerk.sees("post-helper");
}

export default async function helper(test) {
  await test(
    "check_24_a_helper_prepares_hands_over_by_code_and_can_sign_nothing",
    "?window=helper&slow=1",
    1366,
    async ({ page, clerk, check, shot }) => {
      await signIn(clerk);
      await clerk.sees("request-r1", "自助机 03");
      check((await page.getByTestId("request-r1").getAttribute("data-tone")) === "hot", "over a minute is red");
      check((await page.getByTestId("request-r2").getAttribute("data-tone")) === "warm", "near it is amber");
      check((await page.getByTestId("request-r4").getAttribute("data-tone")) === "", "an appointment waits");
      await shot("helper-idle");
      await clerk.press("F2");
      await clerk.sees("assist-title", "自助机 03");
      await clerk.sees("card-read");
      await shot("helper-person");
      await clerk.press("1");
      await clerk.sees("person-name");
      await clerk.press("1");
      await clerk.press("F3");
      await clerk.standsAt("palette-input");
      await clerk.type("spjy");
      await clerk.sees("palette-hit-1");
      await clerk.press("Enter");
      await clerk.sees("item-name", "食品经营许可");
      await clerk.sees("prepared-form", "23/25");
      await clerk.sees("left-for-window", "签名");
      const own = await page.locator('[data-testid^="left-"]').count();
      check(own > 1, "the applicant's own acts are left for the window");
      check((await page.getByTestId("accept").count()) === 0, "F9 is no acceptance here");
      const offered = await page.locator('[data-testid$="-print"], [data-testid$="-sign"]').count();
      check(offered === 0, "no form is printed or signed here");
      await shot("helper-form");
      for (const theme of ["dark", "hc"]) {
        await page.evaluate((name) => document.documentElement.setAttribute("data-theme", name), theme);
        await shot(`helper-form-${theme}`);
      }
      await page.evaluate(() => document.documentElement.removeAttribute("data-theme"));
      await clerk.press("F9");
      await clerk.standsAt("hand-over-to");
      await clerk.type("a018");
      await shot("helper-hand-over");
      await clerk.press("Enter");
      await clerk.sees("hand-over-code", "4729");
      await shot("helper-code");
      await shot("helper-code-1920", 1920);
      const asked = await page.evaluate(() => window.fixture.asked);
      for (const never of ["accept", "sign_form", "make_form", "print_paper", "reveal"]) {
        check(!asked.includes(never), `${never} was asked by a helper`);
      }
      await page.setViewportSize({ width: 1366, height: 768 });
      await clerk.press("Control+e", "2");
      await clerk.sees("helper-empty-nobody");
    },
  );
  await test(
    "check_24_in_somebodys_place_only_with_a_confirmed_will",
    "?window=helper&slow=1",
    1366,
    async ({ page, clerk, check, shot }) => {
      await signIn(clerk);
      await clerk.press("Control+n");
      await clerk.sees("open-in-place");
      await clerk.press("2");
      await clerk.sees("card-read");
      await clerk.press("1");
      await clerk.sees("person-name");
      await clerk.press("1");
      await clerk.press("F3");
      await clerk.standsAt("palette-input");
      await clerk.type("spjy");
      await clerk.sees("palette-hit-1");
      await clerk.press("Enter");
      await clerk.sees("mandate-state", "还差 1 项");
      await clerk.press("F9");
      await clerk.standsAt("hand-over-to");
      await clerk.press("Enter");
      await clerk.sees("hand-over-lacks", "YC-2821");
      await shot("helper-lacking");
      await clerk.press("Escape");
      await clerk.press("Control+m");
      await clerk.standsAt("mandate-from");
      await clerk.type("2026-11-22");
      await clerk.press("Tab");
      await clerk.type("2026-12-06");
      await shot("helper-mandate");
      // The paper for both to sign, from what is written down by now.
      await page.getByTestId("mandate-print").focus();
      await clerk.press("Enter");
      await clerk.sees("papers", "委托书");
      check((await page.getByTestId("paper-companion").count()) === 0, "a helper is offered other papers");
      await clerk.press("Escape");
      await clerk.standsAt("mandate-from");
      check((await page.getByTestId("mandate-from").inputValue()) === "2026-11-22", "what was written is kept");
      await clerk.press("Enter");
      await page.getByTestId("mandate-from").waitFor({ state: "hidden" });
      await clerk.sees("mandate-state", "还差 1 项");
      check((await page.getByTestId("check-will").getAttribute("data-ok")) === "false", "the will is missing");
      await clerk.press("F9");
      await clerk.standsAt("hand-over-to");
      await clerk.press("Enter");
      await clerk.sees("hand-over-lacks", "YC-2824");
      check((await page.getByTestId("hand-over-code").count()) === 0, "no code without a will");
    },
  );
  await test(
    "a window takes a hand-over by its code and is told a wrong one",
    "?slow=1",
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.signIn();
      await page.evaluate(() =>
        window.fixture.host.incoming({
          handOvers: [
            {
              id: "h1",
              number: "H009",
              mode: "beside",
              helper: "周晓",
              itemName: "食品经营许可（新办）",
              applicant: "何*",
              share: 92,
              left: [{ what: "signatures", count: 1, names: [] }],
              unfit: null,
              group: null,
              ticket: "A018",
              ours: false,
              madeAt: new Date(Date.now() - 95_000).toISOString(),
            },
            {
              id: "h2",
              number: "H010",
              mode: "beside",
              helper: "孙浩",
              itemName: "职工正常退休（职）申请",
              applicant: "陈*怡",
              share: 80,
              left: [],
              unfit: {
                code: "YC-5465",
                zh: "人社事项不在您的办理范围，没有执行；请转到 05 号窗（C 组）。",
                en: "This item is not among those you may take and nothing was done; pass it to window 05 (group C).",
              },
              group: null,
              ticket: "A037",
              ours: true,
              madeAt: new Date(Date.now() - 20_000).toISOString(),
            },
          ],
          asks: [
            {
              id: "a1",
              slip: "23456789AB",
              itemName: "代理记账",
              desk: "09",
              name: "李明远",
              askedAt: new Date().toISOString(),
            },
          ],
          lost: [],
        }),
      );
      await clerk.sees("incoming-h1", "H009");
      await clerk.sees("incoming-unfit-h2", "05 号窗");
      check((await page.getByTestId("take-h2").count()) === 0, "a draft of an item that is not his can be taken");
      await clerk.sees("ask-a1", "09 号窗 李明远");
      await shot("clerk-strips");
      await shot("clerk-strips-1920", 1920);
      await page.setViewportSize({ width: 1366, height: 768 });
      await clerk.press("Control+j");
      await clerk.standsAt("hand-over-code");
      await clerk.type("2222");
      await clerk.press("Enter");
      await clerk.sees("take-trouble", "YC-2811");
      await shot("clerk-wrong-code");
      await clerk.type("4729");
      await clerk.press("Enter");
      await clerk.sees("item-name", "食品经营许可");
      await clerk.sees("notice-H009", "周晓");
      check((await page.getByTestId("incoming-h1").count()) === 0, "it is taken");
      // His card was read at the helper's: the panel says who he is, and asks for nothing again.
      await clerk.sees("person-name", "陈静怡");
      await clerk.sees("to-verify", "不用再核验");
      check(!(await page.locator("[data-stop=applicant]").innerText()).includes("请出示证件"), "the card is asked for again");
      await shot("clerk-taken");
    },
  );
  await test(
    "a draft of another window is read and asked for, not changed",
    "?slow=1",
    1366,
    async ({ page, clerk, check, shot }) => {
      await clerk.signIn();
      await clerk.press("Control+n", "1");
      await clerk.sees("card-read");
      await clerk.press("Control+o");
      await clerk.standsAt("held-slip");
      await clerk.type("23456789AB");
      await clerk.press("Enter");
      await clerk.sees("held-by", "05 号窗 李明远");
      check((await page.locator('[data-testid="held-form"] input, [data-testid="held-form"] select').count()) === 0, "read only");
      await shot("clerk-held");
      await page.getByTestId("held-ask").focus();
      await clerk.press("Enter");
      await clerk.sees("held-ask", "已请求");
      check((await page.evaluate(() => window.fixture.asked)).includes("ask_for_draft"), "the asking went out");
    },
  );
}
