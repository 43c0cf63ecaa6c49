// Asks a security key or a passkey, and sends its answer with the form around it.
"use strict";

const bytesOf = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));
const textOf = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

// What is under way: a browser answers one request at a time.
let pending = null;

async function begin(part) {
  const token = part.closest("form").elements.csrf_token.value;
  const headers = { Accept: "application/json", "X-CSRF-Token": token };
  const answer = await fetch(part.dataset.ceremony, { method: "POST", headers });
  if (!answer.ok) {
    throw new Error((await answer.json()).message);
  }
  const { ceremony, options } = await answer.json();
  const publicKey = options.publicKey;
  publicKey.challenge = bytesOf(publicKey.challenge);
  for (const credential of publicKey.allowCredentials ?? []) {
    credential.id = bytesOf(credential.id);
  }
  return { ceremony, publicKey };
}

function answerOf(credential) {
  const { authenticatorData, clientDataJSON, signature, userHandle } = credential.response;
  return JSON.stringify({
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    extensions: {},
    response: {
      authenticatorData: textOf(authenticatorData),
      clientDataJSON: textOf(clientDataJSON),
      signature: textOf(signature),
      userHandle: userHandle && textOf(userHandle),
    },
  });
}

async function ask(part, mediation) {
  pending?.abort();
  const mine = new AbortController();
  pending = mine;
  const { ceremony, publicKey } = await begin(part);
  const credential = await navigator.credentials.get({ publicKey, mediation, signal: mine.signal });
  const form = part.closest("form");
  form.elements.ceremony.value = ceremony;
  form.elements.answer.value = answerOf(credential);
  // Fields that are for other methods must not stop the form.
  form.noValidate = true;
  form.requestSubmit();
}

async function offer(part) {
  const button = part.querySelector("button[type=button]");
  const message = part.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    message.textContent = "";
    try {
      await ask(part, "optional");
    } catch (problem) {
      message.textContent = problem instanceof DOMException ? part.dataset.cancelled : problem.message;
    }
  });
  const isConditional = "conditional" in part.dataset && (await PublicKeyCredential.isConditionalMediationAvailable?.());
  if (isConditional) {
    // Ends without a word when the button is used or the page is left.
    ask(part, "conditional").catch(() => {});
  }
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-ceremony]").forEach(offer);
}
