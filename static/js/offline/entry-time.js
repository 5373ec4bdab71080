// The time that a waiting entry is from: as its form shows it, and as an instant.

// "This morning" and "last night" of the day it was made are named on the clock; "now" stays the
// moment it was made.
/** @type {(row: Pick<Row, "made" | "fields">, zone?: string) => Fields} */
export function formTime({ made, fields }, zone) {
  const { when, at } = fields;
  if (!["morning", "night"].includes(when)) return { when, at };
  const day = new Date(wallTime(new Date(made), zone).slice(0, 10));
  if (when === "night") day.setUTCDate(day.getUTCDate() - 1);
  const date = day.toISOString().slice(0, 10);
  return { when: "pick", at: `${date}T${when === "morning" ? "08" : "21"}:00` };
}

// home: the diary's zone, which counts where the form says so; else the clock of this device does.
/** @type {(row: Pick<Row, "made" | "fields">, home?: string) => number} */
export function instantOf({ made, fields }, home) {
  const zone = fields.clock === "diary" && home ? home : undefined;
  const { at } = fields.at ? fields : formTime({ made, fields }, zone);
  const asUtc = Date.parse(`${at}Z`);
  if (Number.isNaN(asUtc)) return Date.parse(made);
  return 2 * asUtc - Date.parse(`${wallTime(asUtc, zone)}Z`);
}

// Like "2026-06-10T09:30", as Sweden writes it; without a zone on the clock of this device.
function wallTime(instant, timeZone) {
  const clock = new Intl.DateTimeFormat("sv", { dateStyle: "short", timeStyle: "short", timeZone });
  return clock.format(instant).replace(" ", "T");
}
