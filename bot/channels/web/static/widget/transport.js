// Requests to the server, and what can go wrong with them.

const PATIENCE_SECONDS = 30;

/** A request that did not succeed: `kind` is a key of the texts' `pannes`, or "jeton" for a token that is not taken. */
export class Trouble extends Error {
  constructor(kind, status = 0, seconds = 0) {
    super(kind);
    Object.assign(this, { kind, status, seconds });
  }

  /** Whether the same request may succeed later. */
  get passes() {
    return !["refuse", "illisible"].includes(this.kind);
  }
}

/** The JSON that the server answers, null where it answers with nothing. Throws a Trouble. */
export async function request(method, address, token, body) {
  let response;
  try {
    response = await fetch(address, {
      method,
      headers: {
        ...(body && { "Content-Type": "application/json" }),
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: body && JSON.stringify(body),
      credentials: "omit",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_SECONDS * 1000),
    });
    if (response.ok) return response.status === 204 ? null : await response.json();
  } catch {
    throw new Trouble(navigator.onLine ? "coupee" : "hors_ligne");
  }
  const { status } = response;
  const seconds = Number(response.headers.get("Retry-After")) || 0;
  const kinds = { 401: "jeton", 403: "refuse", 429: "trop", 503: "demarre" };
  throw new Trouble(kinds[status] ?? (status < 500 ? "illisible" : "coupee"), status, seconds);
}
