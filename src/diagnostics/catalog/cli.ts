import { entry } from '../entry.ts';

export const cli = {
  'cli/placeholder': entry({ severity: 'error', message: () => 'placeholder' }),
} as const;
