/** A clerk at the keyboard: presses keys, waits on what the screen says, never touches a pointer. */
export class Clerk {
  constructor(page) {
    this.page = page;
    this.keys = 0;
    /** Every key in its order. */
    this.log = [];
    /** Milliseconds that the screen may take for anything. */
    this.patience = 5000;
  }

  at(name) {
    return this.page.getByTestId(name);
  }

  async press(...keys) {
    for (const key of keys) {
      await this.page.keyboard.press(key);
      this.keys += 1;
      this.log.push(key);
    }
  }

  async type(text) {
    await this.page.keyboard.type(text);
    this.keys += [...text].length;
    this.log.push(...text);
  }

  async sees(name, text) {
    const found = this.at(name);
    await found.waitFor({ state: "visible", timeout: this.patience });
    if (text !== undefined) {
      await this.page.waitForFunction(
        ([id, want]) => document.querySelector(`[data-testid="${id}"]`)?.textContent?.includes(want),
        [name, text],
        { timeout: this.patience },
      );
    }
    return found;
  }

  /** Waits until this place has the focus. */
  async standsAt(name) {
    await this.page.waitForFunction(
      (id) =>
        document.activeElement?.getAttribute("data-testid") === id ||
        document.activeElement?.getAttribute("data-stop") === id,
      name,
      { timeout: this.patience },
    );
  }

  async where() {
    return this.page.evaluate(
      () => document.activeElement?.getAttribute("data-stop") ?? document.activeElement?.tagName ?? "",
    );
  }

  /** Waits until the focus has left this place. */
  async leaves(name) {
    await this.page.waitForFunction(
      (id) => (document.activeElement?.getAttribute("data-stop") ?? "") !== id,
      name,
      { timeout: this.patience },
    );
  }

  /** Whether several answers of the question that has the focus may hold. */
  async several() {
    return this.page.evaluate(() => document.activeElement?.getAttribute("data-several") !== null);
  }

  /** Waits until everything typed is with the host. */
  async saved() {
    await this.page.waitForFunction(
      () => document.querySelector('[data-testid="save-state"]')?.getAttribute("data-saving") === "saved",
    );
  }

  async signIn(password = "practice") {
    await this.sees("start-signIn");
    await this.standsAt("staff");
    await this.type("0826");
    await this.press("Enter");
    await this.type(password);
    await this.press("Enter");
    await this.sees("ticket-number");
  }

  /** A supervisor, until his board is there. */
  async supervises() {
    await this.sees("start-signIn");
    await this.standsAt("staff");
    await this.type("0101");
    await this.press("Enter");
    await this.type("practice");
    await this.press("Enter");
    await this.sees("alerts-count");
  }

  /** From the sign-in to the open intake with all sources answered. */
  async openIntake() {
    await this.signIn();
    await this.press("F2");
    await this.sees("ticket-number", "A037");
    await this.sees("card-read");
    await this.press("1");
    await this.sees("person-name", "陈静怡");
    await this.sees("party-2");
    await this.press("2");
    await this.standsAt("palette-input");
    await this.type("spjyxk");
    await this.sees("palette-hit-1", "食品经营许可（新办）");
    await this.press("Enter");
    await this.sees("item-name");
    await this.sees("source-failed-realEstate");
    await this.standsAt("next-action");
  }

  /** Everything that is missing in the open intake at once, for tests of what comes after it. */
  async fillsEverything() {
    await this.page.evaluate(() => {
      const { form } = window.session;
      const open = form.get();
      const texts = {
        premisesArea: "86.5",
        foodMainFormat: "餐饮服务经营者",
        foodItems: "热食类食品制售",
        foodIsNetwork: "0",
        applyTruth: "1",
        deliverMethod: "窗口领取",
      };
      for (const group of open.groups) {
        for (const { key, kind } of group.fields) {
          const state = open.field(key).get();
          const text = texts[key] ?? (kind === "idNumber" ? "350199198506120311" : "测试");
          if (state.conflict.length > 0) void open.edit({ kind: "choose", key, index: 0 });
          else if (state.required && !state.filled) void open.commit(key, text, null);
        }
      }
      for (const { id, answers, chosen } of open.questions.get())
        if (chosen.length === 0)
          void open.edit({ kind: "answer", question: id, codes: [answers.at(1)?.code ?? ""] });
      for (const { material } of open.slots.get())
        void open.act((id) => window.fixture.host.paper(id, material, 1, 0, 1, false));
    });
    await this.saved();
  }
}
