import { entry } from '../entry.ts';

export const schema = {
  'schema/placeholder': entry({ severity: 'error', message: () => 'placeholder' }),
} as const;
