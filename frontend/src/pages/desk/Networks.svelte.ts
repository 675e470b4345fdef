import { fetchNetworks } from '../../protocol/http';

const lookEveryMs = 10_000;
const none: ReadonlyMap<string, number> = new Map<string, number>();

/** From how many networks the votes of each question come, where they are so few that the desk should know. */
export class Networks {
    readonly #code: string;
    #counts = $state.raw(none);

    constructor(code: string) {
        this.#code = code;
    }

    /** `undefined` where it tells nothing. */
    of(question: string): number | undefined {
        return this.#counts.get(question);
    }

    async look(): Promise<void> {
        const answer = await fetchNetworks(this.#code);
        if (answer.outcome === 'ok') {
            this.#counts = answer.value;
        }
    }

    /** Looks now and then while anybody looks at the page, until the returned function is called. */
    start(): () => void {
        void this.look();
        const timer = setInterval(() => {
            if (!document.hidden) {
                void this.look();
            }
        }, lookEveryMs);
        return () => clearInterval(timer);
    }
}
