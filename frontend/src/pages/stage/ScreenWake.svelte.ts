/* eslint-disable rostrum/old-browsers -- `browserLocks` asks whether there are any */
/** The browser's way of keeping a screen lit; missing in old browsers and on pages served without encryption. */
type Locks = Pick<WakeLock, 'request'>;
type Page = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;

/** Keeps the screen lit while the page is in view, and knows when it cannot. */
export class ScreenWake {
    readonly #locks: Locks | undefined;
    readonly #page: Page;
    #lit = $state.raw<boolean>();

    constructor(locks: Locks | undefined, page: Page) {
        this.#locks = locks;
        this.#page = page;
    }

    /** Whether somebody has to keep the screen lit by other means; `false` while that is not known yet. */
    get needsHelp(): boolean {
        return this.#lit === false;
    }

    /** Holds the lock until the returned function is called. The browser drops it whenever the page is hidden. */
    start(): () => void {
        let over = false;
        let held: WakeLockSentinel | undefined;
        const hold = async () => {
            if (this.#page.visibilityState !== 'visible' || (held !== undefined && !held.released)) {
                return;
            }
            try {
                held = await this.#locks?.request('screen');
                this.#lit = held !== undefined;
            } catch {
                this.#lit = false;
            }
            if (over) {
                void held?.release();
            }
        };
        const seen = () => void hold();
        this.#page.addEventListener('visibilitychange', seen);
        seen();
        return () => {
            over = true;
            this.#page.removeEventListener('visibilitychange', seen);
            void held?.release();
        };
    }
}

/** The browser's own locks, or nothing where it has none to give. */
export function browserLocks(): Locks | undefined {
    return 'wakeLock' in navigator ? navigator.wakeLock : undefined;
}
