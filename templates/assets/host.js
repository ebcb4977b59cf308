// Where live feeds of any choice are: nowhere on a host of plain files. `twir-events serve` answers
// this file with its own.
globalThis.liveFeed = "";
