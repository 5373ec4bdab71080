// Hands the server's question to the device, and the device's answer to the form.
const form = document.querySelector("[data-passkey]");
const status = document.querySelector("[data-passkey-told]");
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
  const options = JSON.parse(document.querySelector("#passkey-question").textContent);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of ["allowCredentials", "excludeCredentials"]) {
    for (const credential of options[list] ?? []) credential.id = bytes(credential.id);
  }
  return options;
}

function answer(credential) {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response };
}

const WORDS = {
  InvalidStateError: "This device has a passkey for your diary already.",
  NotSupportedError: "This device cannot make a passkey.",
  SecurityError: "Passkeys do not work at this address.",
};

async function ask() {
  if (!window.PublicKeyCredential) {
    status.textContent = "This browser knows no passkeys.";
    return;
  }
  start.disabled = true;
  status.textContent = "Your device is asking …";
  try {
    const publicKey = question();
    const credential = await navigator.credentials[making ? "create" : "get"]({ publicKey });
    form.querySelector("[data-answer]").value = JSON.stringify(answer(credential));
    status.textContent = "";
    form.submit();
  } catch (error) {
    status.textContent = WORDS[error.name] ?? "It was not shown. You can try again.";
    start.disabled = false;
  }
}

start.addEventListener("click", ask);
// a button that says so was tapped just now. A browser that wants another tap says no at once
if (!making) ask();
