/** What may come of signing in or out, where no other page says so. */
export type End = 'in' | 'out' | 'failed' | 'noRole';

/** What this page's address says has happened. */
export function endOf(path: string): End {
    switch (path) {
        case '/sign-in/in':
            return 'in';
        case '/sign-in/out':
            return 'out';
        case '/sign-in/no-role':
            return 'noRole';
        default:
            return 'failed';
    }
}
