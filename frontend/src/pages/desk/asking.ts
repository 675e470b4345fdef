import type { DeskQuestion } from '../../protocol/views';
import type { Step } from './steps';

/** The steps that have to be told something before they can be taken. */
export const askingSteps = ['dismiss', 'merge', 'hold', 'moveTo'] as const satisfies readonly Step[];

/** What the desk is asking for; a question is as it was when the asking began, which is what the decision is about. */
export type Asking =
    | { readonly kind: (typeof askingSteps)[number]; readonly row: DeskQuestion }
    | { readonly kind: 'add' | 'notice' | 'help' };
