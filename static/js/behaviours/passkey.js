// Hands the server's question to the device, and the device's answer to the form.
const form = document.querySelector("[data-passkey]");
const told = document.querySelector("[data-passkey-told]");
const start = form.querySelector("[data-start]");
const making = form.dataset.passkey === "create";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

function question() {
  const asked = JSON.parse(document.querySelector("#passkey-question").textContent);
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    for (const one of asked[list] ?? []) one.id = bytes(one.id);
  }
  return asked;
}

function answer(made) {
  const said = { clientDataJSON: text(made.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (made.response[name]) said[name] = text(made.response[name]);
  }
  return { id: made.id, rawId: text(made.rawId), type: made.type, response: said };
}

const WORDS = {
  InvalidStateError: "This device has a passkey for your diary already.",
  NotSupportedError: "This device cannot make a passkey.",
  SecurityError: "Passkeys do not work at this address.",
};

async function ask() {
  if (!window.PublicKeyCredential) {
    told.textContent = "This browser knows no passkeys.";
    return;
  }
  start.disabled = true;
  told.textContent = "Your device is asking …";
  try {
    const publicKey = question();
    const made = await navigator.credentials[making ? "create" : "get"]({ publicKey });
    form.querySelector("[data-answer]").value = JSON.stringify(answer(made));
    told.textContent = "";
    form.submit();
  } catch (error) {
    told.textContent = WORDS[error.name] ?? "It was not shown. You can try again.";
    start.disabled = false;
  }
}

start.addEventListener("click", ask);
// she has just tapped a button that says so; a browser that wants another tap says no at once
if (!making) ask();
