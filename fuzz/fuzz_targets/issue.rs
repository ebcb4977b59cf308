#![no_main]

#[path = "../../tests/suite/fuzz/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::ask("issue", bytes));
