import type { DeviceStore } from '../state/deviceStore';

/** A device's storage in memory; it keeps text, as the real one does. */
export function memoryStore(): DeviceStore & { readonly kept: () => Readonly<Record<string, unknown>> } {
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
        kept: () => Object.fromEntries([...texts.keys()].map((key) => [key, read(key)])),
    };
}
