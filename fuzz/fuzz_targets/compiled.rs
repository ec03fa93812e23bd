//! Bytes through the catalog as it is built in, and through the same files read at run time: the answers are the same.
#![no_main]

use std::sync::LazyLock;

use errdoc::{Catalog, Engine};
use libfuzzer_sys::fuzz_target;

static BUILTIN: LazyLock<Engine> =
    LazyLock::new(|| Engine::new(&Catalog::builtin(), &[]).expect("the built-in catalog is whole"));

static READ: LazyLock<Engine> = LazyLock::new(|| {
    let builtin = Catalog::builtin();
    let mut catalog = Catalog::bare();
    for id in builtin.ids() {
        for text in builtin.files(id) {
            catalog.add(id, text).expect("what is built in can be read");
        }
    }
    Engine::new(&catalog, &[]).expect("what was added can be used")
});

fuzz_target!(|data: &[u8]| {
    let say = |engine: &Engine| {
        let report = engine.diagnose_bytes(data);
        let said = report.diagnoses.iter().map(|found| {
            let api = found.api.map(|api| api.id.clone());
            (api, found.code.clone(), found.certainty, found.http_status)
        });
        said.collect::<Vec<_>>()
    };
    assert_eq!(say(&BUILTIN), say(&READ));
});
