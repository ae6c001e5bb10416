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
}
