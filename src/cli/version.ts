import pkg from '../../package.json' with { type: 'json' };

/** The version of the package; the bundler writes it in. */
export const VERSION: string = pkg.version;
