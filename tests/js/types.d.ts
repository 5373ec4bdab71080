// What the scripts in static/js hand to each other, and where the DOM is taken more loosely.

/** What waits on the phone: a row of the store, opened. */
interface Row {
  seq?: number;
  id: string;
  kind: string;
  object: string;
  person: string;
  base: number | null;
  made: string;
  seen: string | null;
  state: "waiting" | "refused" | "dropped";
  tried: boolean;
  box?: Box;
  fields?: Fields | null;
  why?: string;
  errors?: Record<string, string[]>;
}

/** The values of a form by the names of its fields. */
type Fields = Record<string, string>;

/** Something encrypted. */
interface Box {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

/** What the server says of one row. */
interface Answer {
  id: string;
  status: "stored" | "already there" | "changed elsewhere" | "refused";
  why?: string;
  errors?: Record<string, string[]>;
  next?: string;
  told?: string;
}

/** A limit of diary/domain/safety_limits.py, as the page holds it. */
interface SafetyLimit {
  code: string;
  any: Condition[];
}

interface Condition {
  vital_sign?: string;
  at_least?: number;
  below?: number;
  codes?: string[];
  severities?: string[];
  over_hours?: number;
  until_hours?: number;
}

// A template and its script are written for each other: what a selector finds is what is meant.
interface ParentNode {
  querySelector(selectors: string): any;
  querySelectorAll(selectors: string): NodeListOf<any>;
}

interface Element {
  closest(selector: string): any;
}

interface EventTarget {
  [name: string]: any;
}

interface Document {
  getElementById(elementId: string): any;
}

interface HTMLFormControlsCollection {
  [name: string]: any;
}

interface HTMLFormElement {
  filled?: Row;
}

interface Navigator {
  readonly connection?: { saveData: boolean };
}

interface Window {
  Plotly?: any;
}
