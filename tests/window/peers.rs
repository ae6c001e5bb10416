//! What hall, practice province and department say, asked apart from the window.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::screen::{SOON, until};

/// The addresses that a debug build tells its test.
#[derive(Debug, Clone, Deserialize)]
pub struct Peers {
    /// Of the program that holds the hall alone.
    pub practice: Option<String>,
    hall: String,
    token: String,
    pub process: u32,
}

/// An invented person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub id_number: String,
}

/// Somebody else of the staff, who may look at every case.
const SUPERVISOR: (&str, &str) = ("0801", "yichuang-train");
const ELSEWHERE: &str = "99";

impl Peers {
    pub fn read(told: &str) -> Peers {
        serde_json::from_str(told).expect("the peers' addresses")
    }

    async fn practice(&self, path: &str) -> Value {
        let practice = self.practice.as_deref().expect("the program that holds the hall");
        let reply = reqwest::get(format!("{practice}{path}"))
            .await
            .expect("practice answers");
        reply.json().await.expect("JSON of practice")
    }

    /// Everybody of whom the practice province lays out a card, with family.
    pub async fn people(&self) -> Vec<Person> {
        let listed = self.practice("/personas?n=500").await;
        let mut people = Vec::new();
        for one in listed.as_array().expect("a list of personas") {
            people.push(person(&one["resident"]));
            people.extend(one["family"].as_array().into_iter().flatten().map(person));
        }
        assert!(people.len() > 100, "the province shows {} people", people.len());
        people
    }

    /// The head of a company that sells food.
    pub async fn somebody_for_food(&self) -> Person {
        let query = "/personas/fit?types=%E4%BC%81%E4%B8%9A%E6%B3%95%E4%BA%BA&subjects=food,foodSafety&elements=&seed=7&n=1";
        let listed = self.practice(query).await;
        person(&listed[0]["resident"])
    }

    /// The log of a department.
    async fn department_log(&self, uscc: &str) -> Vec<Value> {
        self.practice(&format!("/departments/{uscc}/log"))
            .await
            .as_array()
            .cloned()
            .unwrap_or_default()
    }

    /// The department's own line of a case, once it has arrived there.
    pub async fn at_the_department(&self, uscc: &str, number: &str) -> Value {
        until("the case at the department", SOON, async || {
            self.department_log(uscc)
                .await
                .into_iter()
                .find(|line| line["caseNumber"] == number)
        })
        .await
    }

    /// Signed in at the hall from another desk.
    pub async fn hall(&self) -> HallSession {
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        let ask = json!({ "staff": SUPERVISOR.0, "password": SUPERVISOR.1 });
        let request = client.post(format!("{}/v1/sessions", self.hall)).json(&ask);
        let reply = request
            .bearer_auth(&self.token)
            .header("x-yichuang-desk", ELSEWHERE)
            .header("idempotency-key", uuid::Uuid::new_v4().to_string())
            .send()
            .await
            .expect("the hall answers");
        let session: Value = reply.json().await.expect("a session");
        let staff = session["token"].as_str().expect("a session token").to_owned();
        HallSession {
            client,
            hall: self.hall.clone(),
            token: self.token.clone(),
            staff,
        }
    }
}

pub struct HallSession {
    client: reqwest::Client,
    hall: String,
    token: String,
    staff: String,
}

impl HallSession {
    async fn get(&self, path: &str) -> reqwest::Response {
        let request = self
            .client
            .get(format!("{}{path}", self.hall))
            .bearer_auth(&self.token);
        let request = request
            .header("x-yichuang-desk", ELSEWHERE)
            .header("x-yichuang-staff", &self.staff);
        request.send().await.expect("the hall answers")
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        let request = self
            .client
            .post(format!("{}{path}", self.hall))
            .bearer_auth(&self.token)
            .json(&body);
        let request = request
            .header("x-yichuang-desk", ELSEWHERE)
            .header("x-yichuang-staff", &self.staff)
            .header("idempotency-key", uuid::Uuid::new_v4().to_string());
        let reply = request.send().await.expect("the hall answers");
        assert_eq!(reply.status().as_u16(), 200, "{path}");
        reply.json().await.expect("JSON of the hall")
    }

    /// A case by number or slip code; `None` when the hall has no such case.
    pub async fn case(&self, reference: &str) -> Option<Value> {
        let reply = self.get(&format!("/v1/cases/{reference}")).await;
        if reply.status().as_u16() == 404 {
            return None;
        }
        assert_eq!(reply.status().as_u16(), 200, "the hall shows {reference}");
        Some(reply.json().await.expect("a case"))
    }

    /// Every case of the hall, newest first.
    pub async fn cases(&self) -> Vec<Value> {
        let list: Value = self
            .get("/v1/cases?limit=200")
            .await
            .json()
            .await
            .expect("a list of cases");
        list.as_array().cloned().expect("a list of cases")
    }

    /// The kept bytes of a paper.
    pub async fn paper(&self, id: &str) -> Vec<u8> {
        let reply = self.get(&format!("/v1/papers/{id}")).await;
        assert_eq!(reply.status().as_u16(), 200, "the hall gives the paper");
        reply.bytes().await.expect("a PDF").to_vec()
    }
}

fn person(value: &Value) -> Person {
    let text = |key: &str| {
        value[key]
            .as_str()
            .unwrap_or_else(|| panic!("{key} of {value}"))
            .to_owned()
    };
    Person {
        name: text("name"),
        id_number: text("idNumber"),
    }
}
