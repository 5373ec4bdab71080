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

/** How many things wait of one person, how many of them were refused, and whether others have some. */
interface Counts {
  count: number;
  refused: number;
  others: boolean;
}

/** What came of sending: the answers by the id of their row. */
interface Sent {
  state: string;
  answers: Map<string, Answer>;
}

/** What a form hands over to be kept. */
type Item = Pick<Row, "id" | "kind" | "object" | "person" | "base" | "made" | "fields">;

/** What the form needs to know of its owner: diary/sync/pages.py. */
interface State {
  person: string;
  name: string;
  demo: boolean;
  theme: string;
  language: string;
  zone: string;
  now: string;
  effects: string[];
  foggy_until: string | null;
  session_starts: string[];
  check_ins: CheckIn[];
}

interface CheckIn {
  check_in: string;
  session: string;
  opens: string;
  target: string;
  closes: string;
  words: string;
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
