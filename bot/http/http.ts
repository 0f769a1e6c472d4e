/** A request as handlers see it; nothing in it knows which server framework is underneath. */
export interface HttpRequest {
  readonly method: string;
  /** The path without the query and without a trailing slash. */
  readonly path: string;
  /** Values of `:name` in the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Absolute base of links, without a trailing slash: PUBLIC_URL, or scheme and host of this request. */
  readonly baseUrl: string;
  /**
   * The JSON object in the body; an empty object when there is no body.
   * @throws HttpError 400, 413 or 415
   */
  json(): Promise<Record<string, unknown>>;
}

/** What a handler answers. An object as body is sent as JSON. */
export interface HttpResponse {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: string | Uint8Array | object;
}

export type HttpHandler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>;

/** The page that says to a person what went wrong, with the status of the refusal; null where JSON says it well enough. */
export type RefusalPage = (request: HttpRequest, status: number) => HttpResponse | null;

/** Where pages and interfaces put their routes. A GET route answers HEAD too. */
export interface RouteRegistrar {
  /** `path` as in `/sources/:slug`; a route that is registered twice is an error. */
  register(method: 'GET' | 'POST' | 'DELETE', path: string, handler: HttpHandler): void;
  /** Writes what is refused for people: a browser that asks for a page gets one instead of JSON. */
  onRefusal(page: RefusalPage): void;
}

/** A request that is refused: the status, and the code and sentence of the JSON body. */
export class HttpError extends Error {
  override readonly name = 'HttpError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** The body of every refusal, in the form that Bot Framework and Direct Line use. */
export function errorBody(code: string, message: string): { error: { code: string; message: string } } {
  return { error: { code, message } };
}
