/** What each option does: docs/integrer.md, under the same name with `data-`. */
export interface Options {
  hub?: string;
  language?: "auto" | "fr" | "en";
  theme?: "auto" | "light" | "dark" | "dsfr";
  colour?: string;
  position?: "right" | "left";
  launcher?: string;
  department?: string;
  question?: string;
  mode?: "bubble" | "inline";
  /** With `mode: "inline"`: where it stands, as a selector or the element itself. */
  target?: string | Element;
  events?: "bare" | "questions";
}

export interface Source {
  /** The address of the assistant's server, such as "https://bot.exemple.fr". */
  host: string;
  /** Pins the file; `integrity` refuses any other content, `nonce` is that of the page's policy. */
  version?: string;
  integrity?: string;
  nonce?: string;
}

export type EventName = "ready" | "open" | "close" | "message" | "answer" | "erase" | "error";

/** With `events: "questions"`, an answer's event has the name of the question; null where it was not understood. */
export type Detail = { question: string | null } | null;

export interface Report {
  origin: string;
  hub: string;
  shown?: string;
  verify: string;
  known?: boolean;
  allowed?: boolean;
  version?: string;
  latest?: string;
  trouble?: string;
}

export interface Aiguilleur {
  open(): void;
  close(): void;
  toggle(): void;
  ask(question?: string): void;
  erase(): void;
  on(event: EventName, listener: (event: CustomEvent<Detail>) => void): () => void;
  mount(options?: Options): Promise<Aiguilleur>;
  destroy(): void;
  check(): Promise<Report>;
}

export function mount(options: Source & Options): Promise<Aiguilleur>;
export function destroy(): void;

declare global {
  interface Window {
    Aiguilleur?: Aiguilleur;
    AiguilleurCalls?: { push(...calls: [string, ...unknown[]][]): void };
  }
}
