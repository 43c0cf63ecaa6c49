// Asks a security key or a passkey, and sends its answer with the form around it.
//
// An element inside a form, or the form itself, says what is asked for:
//   data-ceremony     where the challenge comes from: {"ceremony", "options": {"publicKey"}}
//   data-creates      a new credential is made; otherwise an old one is shown
//   data-conditional  the browser offers passkeys in the field of the user name as well
//   data-cancelled, data-taken  what to say when there is no answer, or the key is known already
// The form has the fields `csrf_token`, `ceremony` and `answer`; the part has a button of
// type `button`, hidden until it works, and an element of role `status` for what is said.
"use strict";

const bytesOf = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));

const textOf = (buffer) =>
  btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

// What is under way: a browser answers one request at a time.
let pending = null;

async function begin(part, form) {
  const answer = await fetch(part.dataset.ceremony, {
    method: "POST",
    headers: { Accept: "application/json", "X-CSRF-Token": form.elements.csrf_token.value },
  });
  const body = await answer.json();
  if (!answer.ok) {
    throw new Error(body.message);
  }
  return body;
}

/** The options of the index with every base64url text as bytes. */
function publicKeyOf({ publicKey }) {
  const withBytes = (credentials) => credentials?.map((credential) => ({ ...credential, id: bytesOf(credential.id) }));
  const { challenge, user, allowCredentials, excludeCredentials } = publicKey;
  return {
    ...publicKey,
    challenge: bytesOf(challenge),
    ...(user && { user: { ...user, id: bytesOf(user.id) } }),
    ...(allowCredentials && { allowCredentials: withBytes(allowCredentials) }),
    ...(excludeCredentials && { excludeCredentials: withBytes(excludeCredentials) }),
  };
}

/** A credential as JSON, its bytes as base64url. */
function answerOf(credential) {
  const { id, rawId, type, response } = credential;
  const names = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const bytes = names.filter((name) => response[name]).map((name) => [name, textOf(response[name])]);
  return JSON.stringify({ id, rawId: textOf(rawId), type, extensions: {}, response: Object.fromEntries(bytes) });
}

async function ask(part, mediation) {
  const form = part.closest("form");
  pending?.abort();
  const mine = new AbortController();
  pending = mine;
  const { ceremony, options } = await begin(part, form);
  const request = { publicKey: publicKeyOf(options), signal: mine.signal };
  const credential = "creates" in part.dataset
    ? await navigator.credentials.create(request)
    : await navigator.credentials.get({ ...request, mediation });
  form.elements.ceremony.value = ceremony;
  form.elements.answer.value = answerOf(credential);
  // Fields that are for other methods must not stop the form.
  form.noValidate = true;
  form.requestSubmit();
}

function explain(part, problem) {
  if (!(problem instanceof DOMException)) {
    return problem.message;
  }
  return (problem.name === "InvalidStateError" && part.dataset.taken) || part.dataset.cancelled;
}

async function offer(part) {
  const form = part.closest("form");
  const button = part.querySelector("button[type=button]");
  const message = part.querySelector("[role=status]");
  const press = async () => {
    // The name of a new credential is asked for before the browser asks for the credential.
    if ("creates" in part.dataset && !form.reportValidity()) {
      return;
    }
    message.textContent = "";
    try {
      await ask(part, "optional");
    } catch (problem) {
      message.textContent = explain(part, problem);
    }
  };
  button.hidden = false;
  button.addEventListener("click", press);
  if ("creates" in part.dataset) {
    // The enter key in the field of the name presses the button.
    form.addEventListener("submit", (event) => {
      if (form.elements.answer.value === "") {
        event.preventDefault();
        press();
      }
    });
  }
  const isConditional = "conditional" in part.dataset && (await PublicKeyCredential.isConditionalMediationAvailable?.());
  if (isConditional) {
    // Ends without a word when the button is used or the page is left.
    ask(part, "conditional").catch(() => {});
  }
}

if (window.PublicKeyCredential) {
  document.querySelectorAll("[data-ceremony]").forEach(offer);
} else {
  document.querySelectorAll("[data-without-keys]").forEach((note) => {
    note.hidden = false;
  });
}
