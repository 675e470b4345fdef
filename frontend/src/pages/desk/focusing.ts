import type { Wish } from './keys';

/**
 * Where the focus goes when a question leaves its column by a decision of the one who looks at it: to the next that
 * is not itself on its way out, or else to the nearest before; `undefined` when there is none.
 */
export function afterDecision(
    ids: readonly string[],
    decided: string,
    leaving: (id: string) => boolean,
): string | undefined {
    const at = ids.indexOf(decided);
    const stays = (id: string) => id !== decided && !leaving(id);
    return ids.slice(at + 1).find(stays) ?? ids.slice(0, Math.max(at, 0)).reverse().find(stays);
}

/** The row a movement leads to; at the end of the list it stays where it is. */
export function destination(
    ids: readonly string[],
    from: string | undefined,
    to: Extract<Wish, { kind: 'go' }>['to'],
): string | undefined {
    const at = from === undefined ? -1 : ids.indexOf(from);
    switch (to) {
        case 'first':
            return ids[0];
        case 'last':
            return ids.at(-1);
        case 'next':
            return ids[Math.min(at + 1, ids.length - 1)];
        case 'previous':
            return ids[Math.max(at - 1, 0)];
        default:
            return to satisfies never;
    }
}
