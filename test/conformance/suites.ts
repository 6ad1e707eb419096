import type { Suite } from './suite.ts';
import { correlationsOnTargets } from './suites/correlations-on-targets.ts';
import { eventNearMisses, eventSamples, geneveQueries } from './suites/elastic-events.ts';
import { elasticHistory, elasticRules } from './suites/elastic-rules.ts';
import { endpointRules } from './suites/endpoint-rules.ts';
import { eqlCases } from './suites/eql-cases.ts';
import { foldingSuite, stringFunctionsSuite } from './suites/eql-constants.ts';
import { eqlOnTargets } from './suites/eql-on-targets.ts';
import { eventsOnPredicate, eventsOnTargets } from './suites/events-on-targets.ts';
import { fidelity } from './suites/fidelity.ts';
import { kustoParity } from './suites/kusto-parity.ts';
import { mappedEvents } from './suites/mapped-events.ts';
import { mappedKql } from './suites/mapped-kql.ts';
import { mappings } from './suites/mappings.ts';
import { kibanaExport, pageFixtures } from './suites/page-fixtures.ts';
import { roomTests } from './suites/room-tests.ts';
import { roundTrips } from './suites/round-trip.ts';
import { correlationSuite, modifierSuite } from './suites/sigma-cases.ts';
import { sigmaCrossOnEql, sigmaEventsOnEql } from './suites/sigma-on-eql.ts';
import { sigmaOnTargets } from './suites/sigma-on-targets.ts';
import { sigmaRoundTrip } from './suites/sigma-round-trip.ts';
import { sigmaCross, sigmaEvents, sigmaLegacy, sigmaMissing, sigmaRules } from './suites/sigma-rules.ts';
import { sigmaSchema } from './suites/sigma-schema.ts';
import { statefulRoundTrips } from './suites/stateful-round-trip.ts';
import { targetSuites } from './suites/target-cases.ts';

/** Every suite, in the order of the report. */
export const suites: readonly Suite[] = [
  eqlCases,
  foldingSuite,
  stringFunctionsSuite,
  elasticRules,
  elasticHistory,
  endpointRules,
  eventSamples,
  eventNearMisses,
  geneveQueries,
  pageFixtures,
  kibanaExport,
  fidelity,
  eventsOnPredicate,
  ...eventsOnTargets,
  ...eqlOnTargets,
  ...correlationsOnTargets,
  modifierSuite,
  correlationSuite,
  sigmaRules,
  sigmaLegacy,
  sigmaEvents,
  sigmaMissing,
  sigmaCross,
  ...sigmaOnTargets,
  sigmaRoundTrip,
  ...sigmaSchema,
  sigmaEventsOnEql,
  sigmaCrossOnEql,
  ...targetSuites,
  kustoParity,
  ...roundTrips,
  ...statefulRoundTrips,
  ...mappings,
  ...mappedKql,
  mappedEvents,
  ...roomTests,
];
