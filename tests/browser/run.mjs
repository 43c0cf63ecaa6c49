// The checks in a real browser, against the real binary; the last line is the sum.

import { administration } from "./checks/administration.mjs";
import { attacks } from "./checks/attacks.mjs";
import { develop } from "./checks/develop.mjs";
import { devices } from "./checks/devices.mjs";
import { factors } from "./checks/factors.mjs";
import { figures } from "./checks/figures.mjs";
import { giveaway } from "./checks/giveaway.mjs";
import { managing } from "./checks/managing.mjs";
import { mandate } from "./checks/mandate.mjs";
import { operators } from "./checks/operators.mjs";
import { projects } from "./checks/projects.mjs";
import { everybody } from "./checks/public.mjs";
import { recovery } from "./checks/recovery.mjs";
import { registering } from "./checks/registering.mjs";
import { OPERATOR, setup } from "./checks/setup.mjs";
import { signIn } from "./checks/sign_in.mjs";
import { tokens } from "./checks/tokens.mjs";
import { launch } from "./kit/browser.mjs";
import { Index, lastWords } from "./kit/index.mjs";
import { Mailbox } from "./kit/mailbox.mjs";
import { Person } from "./kit/person.mjs";
import { Report } from "./kit/report.mjs";

const report = new Report();
const index = await Index.start();
const browser = await launch();
const world = { browser, index, mailbox: new Mailbox(index), owner: OPERATOR.username };
world.ada = new Person(world, "ada", "nine grey cats under a ladder");
try {
  // One story: what a part leaves behind, the next one begins with.
  const parts = [
    setup, everybody, registering, factors, signIn, devices, tokens, projects, attacks, operators, administration,
    managing, recovery, giveaway, mandate, figures, develop,
  ];
  for (const part of parts) {
    await part(report, world);
  }
} catch (fault) {
  await report.check("the run came to its end", () => Promise.reject(fault));
} finally {
  await browser.close();
  await index.stop(report.failed.length === 0);
}
if (report.failed.length > 0) {
  console.log(`the index stood in ${index.folder}; its last words:\n${lastWords(index)}`);
}
report.end();
