import type { Invitation } from '../../protocol/plans';

export type LinkState = 'revoked' | 'expired' | 'used' | 'unused';

/** What became of a personal link; the strongest of what is true of it. */
export function linkState(link: Invitation, now: number): LinkState {
    if (link.revokedAt !== undefined) {
        return 'revoked';
    }
    if (Date.parse(link.expiresAt) <= now) {
        return 'expired';
    }
    return link.usedAt === undefined ? 'unused' : 'used';
}

/** Where a link that is good is open, and when it was last seen there: more browsers than a person has tell of others. */
export function inUse(link: Invitation, now: number): { readonly browsers: number; readonly seen: string } | undefined {
    const { browsers, lastUsedAt } = link;
    const isOpen = linkState(link, now) === 'used' && browsers !== undefined && browsers > 0;
    return isOpen && lastUsedAt !== undefined ? { browsers, seen: lastUsedAt } : undefined;
}
