import { request } from '../../protocol/http';

/** What tells one fault of ours from another. */
interface Kind {
    readonly message: string;
    readonly at: string | undefined;
}

const mostTold = 5;
const messageMax = 200;
const script = /[\w-]+\.js:\d+:\d+/u;
const quoted = /"[^"]*("|$)|'[^']*('|$)|`[^`]*(`|$)|“[^”]*(”|$)/gu;

/** A script or an answer that the network did not bring: the page says so itself where it matters, and reloading harms. */
const ofNetwork = /dynamically imported module|importing a module script|failed to fetch|networkerror|load failed/iu;
const harmless: ReadonlySet<string> = new Set(['AbortError']);

/** Which page this is, from its address; never with the code in it. */
export function pageName(path: string): string {
    const [first = ''] = path.split('/').filter((part) => part !== '');
    return first === '' ? 'index' : first === 's' ? 'room' : first;
}

/** Faults of one page: they are told to the server, each kind once and a few in all, and to whoever looks at it. */
export class Faults {
    readonly #page: string;
    readonly #told: string[] = [];
    #seen = $state(false);

    constructor(page: string) {
        this.#page = page;
    }

    /** Whether something has failed since it was last {@link forget forgotten}; what is shown may not be what it should. */
    get seen(): boolean {
        return this.#seen;
    }

    forget(): void {
        this.#seen = false;
    }

    /** Hears of what nobody has caught, until the returned function is called. */
    watch(window: EventTarget): () => void {
        const failed = (event: Event) => {
            // Without an error of ours it comes from an extension or another site's script.
            if (event instanceof ErrorEvent && event.error instanceof Error) {
                this.#hear(event.error);
            }
        };
        const rejected = (event: Event) => {
            const reason: unknown = 'reason' in event ? event.reason : undefined;
            if (reason instanceof Error) {
                this.#hear(reason);
            }
        };
        window.addEventListener('error', failed);
        window.addEventListener('unhandledrejection', rejected);
        return () => {
            window.removeEventListener('error', failed);
            window.removeEventListener('unhandledrejection', rejected);
        };
    }

    /** Tells the server, and nobody here. */
    tell(error: unknown): void {
        const { message, at } = kindOf(error);
        const kind = `${message} ${at ?? ''}`;
        if (this.#told.length < mostTold && !this.#told.includes(kind)) {
            this.#told.push(kind);
            const body = { page: this.#page, message, ...(at === undefined ? {} : { at }) };
            void request('/api/page-faults', () => undefined, { method: 'POST', body });
        }
    }

    #hear(error: Error): void {
        if (harmless.has(error.name) || ofNetwork.test(error.message)) {
            return;
        }
        this.tell(error);
        this.#seen = true;
    }
}

/** A browser's message may quote what somebody wrote; quotations stay here. */
function kindOf(error: unknown): Kind {
    if (!(error instanceof Error)) {
        return { message: `thrown: ${typeof error}`, at: undefined };
    }
    return {
        message: `${error.name}: ${error.message.replace(quoted, '*')}`.slice(0, messageMax),
        at: script.exec(error.stack ?? '')?.[0],
    };
}
