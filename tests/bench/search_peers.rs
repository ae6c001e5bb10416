//! The peers of the search, each as its own documentation would have it: names, initials and full pinyin as three columns,
//! cut into pieces of characters. Both are given one reading of each character, the usual one.

use pinyin::ToPinyin;
use rusqlite::{Connection, params};
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{NgramTokenizer, TextAnalyzer};
use tantivy::{Index, IndexReader, TantivyDocument, Term};
use tests::questions::Named;

pub trait Peer {
    fn of(named: &Named) -> Self;
    /// How many hits there are, at most `limit`.
    fn find(&mut self, typed: &str, limit: usize) -> usize;
}

fn initials(name: &str) -> String {
    name.to_pinyin()
        .flatten()
        .map(pinyin::Pinyin::first_letter)
        .collect()
}

fn sounds(name: &str) -> String {
    name.to_pinyin().flatten().map(pinyin::Pinyin::plain).collect()
}

/// Every name with its code, initials and sounds.
fn rows(named: &Named) -> impl Iterator<Item = (usize, &str, &str)> {
    let items = named.items().iter().enumerate();
    items.flat_map(|(item, (code, names))| names.iter().map(move |name| (item, code.as_str(), name.as_str())))
}

pub struct Fts5(Connection);

impl Peer for Fts5 {
    fn of(named: &Named) -> Self {
        let mut connection = Connection::open_in_memory().expect("a store in memory");
        connection
            .execute_batch(
                "CREATE VIRTUAL TABLE named USING fts5(name, initials, sounds, code, item UNINDEXED, \
                 tokenize = 'trigram', detail = 'full')",
            )
            .expect("FTS5 is there");
        let tx = connection.transaction().expect("a transaction");
        {
            let mut insert = tx
                .prepare("INSERT INTO named (name, initials, sounds, code, item) VALUES (?1, ?2, ?3, ?4, ?5)")
                .expect("the table is there");
            for (item, code, name) in rows(named) {
                let row = params![name, initials(name), sounds(name), code, item as i64];
                insert.execute(row).expect("a row");
            }
        }
        tx.commit().expect("committed");
        Self(connection)
    }

    fn find(&mut self, typed: &str, limit: usize) -> usize {
        let by_scan = typed.chars().count() < 3;
        let sql = if by_scan {
            "SELECT item FROM named WHERE name LIKE ?1 OR initials LIKE ?1 OR sounds LIKE ?1 LIMIT ?2"
        } else {
            "SELECT item FROM named WHERE named MATCH ?1 ORDER BY rank LIMIT ?2"
        };
        let asked = if by_scan {
            format!("%{typed}%")
        } else {
            format!("\"{}\"", typed.replace('"', "\"\""))
        };
        let mut rows = self.0.prepare_cached(sql).expect("sound SQL");
        let found = rows.query_map(params![asked, limit as i64], |row| row.get::<_, i64>(0));
        found.expect("an answer").filter(Result::is_ok).count()
    }
}

pub struct Tantivy {
    reader: IndexReader,
    fields: [Field; 4],
}

/// Characters of the shortest and the longest piece.
const PIECES: (usize, usize) = (1, 3);

impl Peer for Tantivy {
    fn of(named: &Named) -> Self {
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("pieces")
            .set_index_option(IndexRecordOption::Basic);
        let options = TextOptions::default().set_indexing_options(indexing);
        let fields =
            ["name", "initials", "sounds", "code"].map(|name| schema.add_text_field(name, options.clone()));
        let index = Index::create_in_ram(schema.build());
        let pieces = NgramTokenizer::new(PIECES.0, PIECES.1, false).expect("pieces of one to three");
        index.tokenizers().register("pieces", TextAnalyzer::from(pieces));
        let mut writer = index
            .writer_with_num_threads::<TantivyDocument>(1, 200_000_000)
            .expect("a writer");
        for (_, code, name) in rows(named) {
            let mut row = TantivyDocument::default();
            let texts = [name.to_owned(), initials(name), sounds(name), code.to_lowercase()];
            for (field, text) in fields.into_iter().zip(texts) {
                row.add_text(field, text);
            }
            writer.add_document(row).expect("a row");
        }
        writer.commit().expect("committed");
        let reader = index.reader().expect("a reader");
        Self { reader, fields }
    }

    fn find(&mut self, typed: &str, limit: usize) -> usize {
        let letters: Vec<char> = typed
            .to_lowercase()
            .chars()
            .filter(|ch| ch.is_alphanumeric())
            .collect();
        let length = letters.len().clamp(PIECES.0, PIECES.1);
        let in_field = |field: Field| -> Box<dyn Query> {
            let pieces = letters.windows(length).map(|piece| {
                let term = Term::from_field_text(field, &piece.iter().collect::<String>());
                let query: Box<dyn Query> = Box::new(TermQuery::new(term, IndexRecordOption::Basic));
                (Occur::Must, query)
            });
            Box::new(BooleanQuery::new(pieces.collect()))
        };
        let fields = self
            .fields
            .into_iter()
            .map(|field| (Occur::Should, in_field(field)));
        let query = BooleanQuery::new(fields.collect());
        let searcher = self.reader.searcher();
        let found = searcher.search(&query, &TopDocs::with_limit(limit).order_by_score());
        found.map_or(0, |found| found.len())
    }
}
