// Which published limits the values of one form exceed. The limits themselves are data of the page, as
// diary/domain/safety_limits.py renders them: no number and no code of a side effect stands here.

const AN_HOUR = 3600000; // ms

/** @type {(fields: Fields, limits: SafetyLimit[], hours: number) => string[]} */
export function flagCodes(fields, limits, hours) {
  const isMet = (condition) =>
    condition.vital_sign ? isInRange(condition, fields) : isReported(condition, fields, hours);
  return limits.filter(({ any }) => any.some(isMet)).map(({ code }) => code);
}

/** @type {(condition: Condition, fields: Fields) => boolean} */
function isInRange({ vital_sign: name, at_least: least = -Infinity, below = Infinity }, fields) {
  const value = fields[name] ? Number(fields[name]) : NaN;
  return value >= least && value < below;
}

/** @type {(condition: Condition, fields: Fields, hours: number) => boolean} */
function isReported({ codes, severities, over_hours: over, until_hours: until }, fields, hours) {
  if (over !== undefined && !(hours > over && hours <= until)) return false;
  return Object.entries(fields).some(([name, severity]) => {
    const [, code] = name.match(/^effect_(.+)/) ?? [];
    return code && severity && (codes?.includes(code) ?? true) && (severities?.includes(severity) ?? true);
  });
}

// From the last session that began by then; NaN where there was none.
/** @type {(instant: number, sessionStarts: string[]) => number} */
export function hoursSince(instant, sessionStarts) {
  const before = sessionStarts.map(Date.parse).filter((start) => start <= instant);
  return before.length ? (instant - Math.max(...before)) / AN_HOUR : NaN;
}
