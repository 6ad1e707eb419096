/** A page of Splunk's Search Reference. */
export const page = (name: string): string =>
  `https://docs.splunk.com/Documentation/Splunk/9.3.0/SearchReference/${name}`;
