import type { Parser } from '../protocol/parse';

/** What is kept on this device. It may be refused by the browser, so that every use has to do without it. */
export interface DeviceStore {
    readonly get: <T>(key: string, parser: Parser<T>) => T | undefined;
    readonly set: (key: string, value: unknown) => void;
    readonly remove: (key: string) => void;
    /** Calls back when another window has changed what is kept under a key, until the returned function is called. */
    readonly watch: (key: string, changed: () => void) => () => void;
}

/** A store over `localStorage` that falls back to memory where the browser forbids storage or it is full. */
export function deviceStore(): DeviceStore {
    const memory = new Map<string, string>();
    const full = (key: string) => `rostrum.${key}`;
    return {
        get: (key, parser) => {
            try {
                const text = memory.get(key) ?? localStorage.getItem(full(key));
                return text === null ? undefined : parser(JSON.parse(text), key);
            } catch {
                return undefined;
            }
        },
        set: (key, value) => {
            const text = JSON.stringify(value);
            try {
                localStorage.setItem(full(key), text);
                memory.delete(key);
            } catch {
                memory.set(key, text);
            }
        },
        remove: (key) => {
            memory.delete(key);
            try {
                localStorage.removeItem(full(key));
            } catch {
                // Nothing was kept, so nothing is left.
            }
        },
        watch: (key, changed) => {
            const heard = (event: StorageEvent) => {
                if (event.key === full(key)) {
                    changed();
                }
            };
            window.addEventListener('storage', heard);
            return () => window.removeEventListener('storage', heard);
        },
    };
}
