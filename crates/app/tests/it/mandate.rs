//! `mandate`: the regime by command.

use crate::harness::Place;

/// An index with somebody who has no factor.
fn with_bob() -> Place {
    let place = Place::new();
    place.json("user create ada --email ada@people.example --totp");
    place.json("user create bob --email bob@people.example");
    place
}

#[test]
fn a_mandate_is_scheduled_shown_edited_and_ended() {
    let place = with_bob();
    let shown = place.json("mandate show");
    let mandates = shown["mandates"].as_array().unwrap();
    assert_eq!(
        (mandates.len(), &mandates[0]["default"], &mandates[0]["cohort"]),
        (1, &true.into(), &"managers".into())
    );
    assert!(mandates[0]["gates"].as_array().unwrap().iter().all(|gate| gate["state"] == "enforced"));
    let scheduled = place.json(
        "mandate schedule --cohort selected --strength phishing-resistant --gate publish --gate people \
         --announce 2027-01-01T00:00:00Z --enforce 2099-06-01T00:00:00Z --user bob --reason early --reminder 30 7",
    );
    let id = scheduled["id"].as_str().unwrap().to_owned();
    let shown = place.json("mandate show");
    let written = shown["mandates"].as_array().unwrap().iter().find(|it| it["id"] == id.as_str()).unwrap().clone();
    assert_eq!((&written["users"][0], &written["reason"]), (&"bob".into(), &"early".into()));
    assert_eq!(written["reminders"], serde_json::json!([30, 7]));
    assert_eq!(written["gates"].as_array().unwrap().len(), 2);
    assert_eq!(written["gates"][0]["enforce"], "2099-06-01T00:00:00Z");
    place.json(&format!("mandate edit {id} --enforce 2099-07-01"));
    let shown = place.json("mandate show --all");
    assert_eq!(shown["history"][0]["change"], "edited");
    place.json(&format!("mandate end {id} --reason over"));
    assert_eq!(place.json("mandate show")["mandates"].as_array().unwrap().len(), 1);
}

#[test]
fn the_impact_names_whom_a_date_stops() {
    let place = with_bob();
    assert_eq!(place.json("mandate impact")["people"], 0);
    place.json(
        "mandate schedule --cohort everyone --strength any --gate publish --announce now \
         --enforce 2099-01-01T00:00:00Z",
    );
    assert_eq!(place.json("mandate impact --at 2098-12-31T23:59:59Z")["people"], 0);
    let impact = place.json("mandate impact --at 2099-01-01T00:00:00Z");
    assert_eq!((&impact["people"], &impact["names"][0]["username"]), (&1.into(), &"bob".into()));
    assert_eq!((&impact["gates"][0]["gate"], &impact["gates"][0]["people"]), (&"publish".into(), &1.into()));
    assert_eq!(impact["gates"][0]["cohorts"][0]["cohort"], "everyone");
}

#[test]
fn a_preset_is_written_once() {
    let place = with_bob();
    let written = place.json("mandate preset critical-first");
    assert_eq!(written["mandates"].as_array().unwrap().len(), 2);
    let shown = place.json("mandate show");
    let cohorts: Vec<_> = shown["mandates"].as_array().unwrap().iter().map(|it| it["cohort"].clone()).collect();
    assert_eq!(cohorts, ["critical", "managers"]);
    let again = place.run("mandate preset critical-first");
    assert_eq!(again.status.code(), Some(1));
}

#[test]
fn bad_plans_are_refused_with_a_clear_line() {
    let place = with_bob();
    let refused = |line: &str, status: i32, words: &str| {
        let done = place.run(line);
        let said = String::from_utf8_lossy(&done.stderr).into_owned();
        assert!(done.status.code() == Some(status) && said.contains(words), "{line}: {:?} {said}", done.status.code());
    };
    let plan = "mandate schedule --strength any --gate publish --announce now";
    refused(&format!("{plan} --cohort everyone --enforce 2020-01-01T00:00:00Z"), 1, "lies in the past");
    refused(&format!("{plan} --cohort everyone --enforce soon"), 2, "cannot be read");
    refused(&format!("{plan} --cohort nobody --enforce now"), 2, "none of");
    refused(&format!("{plan} --cohort selected --enforce now --user nobody"), 1, "No active account");
    refused(&format!("{plan} --cohort selected --enforce now --project nothing"), 1, "No project has this name");
    refused("mandate schedule --cohort everyone --strength any --announce now --enforce now", 2, "--gate");
    refused("mandate end 01990000-0000-7000-8000-000000000000", 1, "No mandate has this id");
    assert_eq!(place.json("mandate show")["mandates"].as_array().unwrap().len(), 1);
}
