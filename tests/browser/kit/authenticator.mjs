// Authenticators: virtual ones of the browser's protocol, and codes by `oathtool`.

import { spawnSync } from "node:child_process";
import { until } from "./wait.mjs";

/** A security key or a platform authenticator that answers every touch; it lives in one page. */
export class Authenticator {
  constructor(protocol, id, options) {
    this.protocol = protocol;
    this.id = id;
    this.options = options;
    this.kept = [];
  }

  /** A key on a wire, which proves presence and cannot tell who holds it. */
  static securityKey(page) {
    return Authenticator.#plug(page, { transport: "usb", hasResidentKey: false, hasUserVerification: false });
  }

  /** A device's own authenticator, which knows its owner and keeps passkeys. */
  static platform(page) {
    const verified = { hasUserVerification: true, isUserVerified: true };
    return Authenticator.#plug(page, { transport: "internal", hasResidentKey: true, ...verified });
  }

  static async #plug(page, options) {
    const protocol = await page.context().newCDPSession(page);
    await protocol.send("WebAuthn.enable");
    const { authenticatorId } = await protocol.send("WebAuthn.addVirtualAuthenticator", {
      options: { protocol: "ctap2", automaticPresenceSimulation: true, ...options },
    });
    return new Authenticator(protocol, authenticatorId, options);
  }

  /** The credentials that it holds. */
  async credentials() {
    const { credentials } = await this.protocol.send("WebAuthn.getCredentials", { authenticatorId: this.id });
    return credentials;
  }

  /** Puts a credential into it, as a copied key would have it. */
  async add(credential) {
    await this.protocol.send("WebAuthn.addCredential", { authenticatorId: this.id, credential });
  }

  /** Whether it answers a touch by itself; one that does not leaves the browser waiting. */
  async setTouched(enabled) {
    await this.protocol.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId: this.id, enabled });
  }

  /** Takes it away; its credentials are remembered, to plug it in again elsewhere. */
  async keepAndUnplug() {
    this.kept = await this.credentials();
    await this.protocol.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId: this.id });
  }

  /** The same authenticator in another page, or in this one again. */
  async plugInto(page) {
    const again = await Authenticator.#plug(page, this.options);
    for (const credential of this.kept) {
      await again.add(credential);
    }
    return again;
  }
}

/** An authenticator app: it never gives out the code of a half-minute twice. */
export class App {
  constructor(secret) {
    this.secret = secret;
    this.last = 0;
  }

  /** The next code that the index can take: one half-minute beside its clock is allowed. */
  async code() {
    const isNearlyOver = 26_000 < Date.now() % STEP;
    const earliest = currentStep() - (isNearlyOver ? 0 : 1);
    this.last = Math.max(this.last + 1, earliest);
    await until("the next half-minute begins", 2 * STEP, () => this.last <= currentStep() + 1);
    return totp(this.secret, this.last);
  }
}

const STEP = 30_000;

function currentStep() {
  return Math.floor(Date.now() / STEP);
}

/** The code of a secret in a half-minute since 1970, by default the one that runs. */
export function totp(secret, step = currentStep()) {
  const at = new Date(step * STEP).toISOString().replace("T", " ").replace(/\..*/, " UTC");
  const done = spawnSync("oathtool", ["--totp", "--base32", "--now", at, "-"], {
    input: secret.replaceAll(/\s/g, ""),
    encoding: "utf8",
  });
  if (done.status !== 0) {
    throw new Error(`oathtool: ${done.error ?? done.stderr}`);
  }
  return done.stdout.trim();
}
