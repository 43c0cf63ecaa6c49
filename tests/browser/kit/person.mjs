// Somebody with an account, and how they get in.

import assert from "node:assert/strict";
import { App } from "./authenticator.mjs";
import { go, pathOf, press, send } from "./browser.mjs";

const FACTOR = "/account/sign-in/factor/";
const DEVICE = "/account/sign-in/device/";
const STEP_UP = "/account/step-up/";

/** A person: what they know and what they have. */
export class Person {
  constructor({ index, mailbox }, username, password) {
    this.index = index;
    this.mailbox = mailbox;
    this.username = username;
    this.email = `${username}@people.example`;
    this.password = password;
    this.codes = [];
    this.app = null;
    // A security key and a device with a passkey, unplugged: `Authenticator`s.
    this.key = null;
    this.device = null;
  }

  /** Takes the secret of an authenticator over. */
  keep(secret) {
    this.app = new App(secret);
  }

  /** The address of one of the account's own pages. */
  page(path) {
    return `${this.index.url}/account/${path}`;
  }

  /** Sends user name and password; where that leads is the page's address. */
  async givePassword(page, next = "") {
    assert.equal(await go(page, this.page(`sign-in/${next}`)), 200);
    return send(page, { username: this.username, password: this.password });
  }

  /** Signs in all the way by `totp`, `recovery` or `key`; without a word by what is at hand. */
  async signIn(page, method = this.handiest()) {
    await this.givePassword(page);
    if (pathOf(page) === FACTOR) {
      await this.prove(page, method);
    }
    if (pathOf(page) === DEVICE) {
      await this.confirmByCode(page);
    }
    await this.assertSignedIn(page);
  }

  /** The factor that costs no wait for the next half-minute. */
  handiest() {
    return this.key ? "key" : "totp";
  }

  /** Shows a second factor on the page that asks for one. */
  async prove(page, method) {
    switch (method) {
      case "totp":
        return send(page, { code: await this.app.code() });
      case "recovery":
        return this.useRecoveryCode(page, this.codes.shift());
      case "key":
        return this.touchKey(page);
      default:
        throw new Error(`no such method: ${method}`);
    }
  }

  /** Plugs the security key in, has it asked, and takes it away again. */
  async touchKey(page) {
    this.key = await this.key.plugInto(page);
    const answer = await press(page, page.locator("main [data-ceremony] button"));
    await this.key.keepAndUnplug();
    return answer;
  }

  /** Types a recovery code where codes are hidden behind a word. */
  async useRecoveryCode(page, code) {
    const part = page.locator("main details:has(form)");
    if (!(await part.evaluate((element) => element.open))) {
      await part.locator("summary").click();
    }
    await part.locator("input:visible").fill(code);
    return press(page, part.locator("button[type=submit]"));
  }

  /** Types the code that a new device's mail holds. */
  async confirmByCode(page) {
    assert.equal(pathOf(page), DEVICE);
    return send(page, { code: await this.deviceCode() });
  }

  /** The code of the next mail to a new device. */
  async deviceCode() {
    const [, code] = await this.mailbox.take(this.email, /^ {4}(\d{4} \d{4})\s*$/m);
    return code;
  }

  /** Opens a page of the account, after another proof where it asks for one. */
  async visit(page, path) {
    await go(page, this.page(path));
    await this.stepUp(page);
    assert.equal(pathOf(page), new URL(this.page(path)).pathname);
  }

  /** Gives another proof where the page is the one that asks for it. */
  async stepUp(page) {
    if (pathOf(page) === STEP_UP) {
      await (this.app ? this.prove(page, this.handiest()) : send(page, { password: this.password }));
    }
  }

  /** The header knows who it is. */
  async assertSignedIn(page) {
    await go(page, this.page(""));
    assert.equal(pathOf(page), "/account/", "not signed in");
    assert.equal(await page.locator("header .site-reader").innerText(), this.username);
  }

  /** Signs out by the button in the header. */
  async signOut(page) {
    await press(page, page.locator("header form button"));
    await assertStranger(page, this.index);
  }
}

/** The account's pages lead to the sign-in. */
export async function assertStranger(page, index) {
  await go(page, `${index.url}/account/step-up/`);
  assert.equal(pathOf(page), "/account/sign-in/", "still signed in");
}
