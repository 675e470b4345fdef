import type { DeviceStore } from '../state/deviceStore';

interface MemoryStore extends DeviceStore {
    readonly kept: () => Readonly<Record<string, unknown>>;
    /** What another window of the same browser keeps. */
    readonly setElsewhere: (key: string, value: unknown) => void;
}

/** A device's storage in memory; it keeps text, as the real one does. */
export function memoryStore(): MemoryStore {
    const watchers = new Map<string, () => void>();
    const texts = new Map<string, string>();
    const read = (key: string): unknown => JSON.parse(texts.get(key) ?? 'null');
    return {
        get: (key, parser) => {
            try {
                return parser(read(key), key);
            } catch {
                return undefined;
            }
        },
        set: (key, value) => {
            texts.set(key, JSON.stringify(value));
        },
        remove: (key) => {
            texts.delete(key);
        },
        watch: (key, changed) => {
            watchers.set(key, changed);
            return () => watchers.delete(key);
        },
        setElsewhere: (key, value) => {
            texts.set(key, JSON.stringify(value));
            watchers.get(key)?.();
        },
        kept: () => Object.fromEntries([...texts.keys()].map((key) => [key, read(key)])),
    };
}
