"""What the finding on vetoes says: whole answers, read as a person would."""

from __future__ import annotations

from test_opposition import TALKS, known_case

from netmodel import Network, read
from netmodel.policy.vetoes import vetoes


def test_the_whole_answer_of_the_known_case():
    third = "c1 and c2"
    assert vetoes(known_case(), portfolio=True).sentences == (
        "3 vetoes stand against 2 of 3 candidate channels: c1 and c2.",
        "With every candidate channel open reach would be 90.0\xa0%, without what is opposed 20.0\xa0%: opposition "
        "costs 70.0 percentage points, 78\xa0% of what they would add.",
        "Who objects, with the channels and the reach that its opposition alone keeps back: v2 (third party; 2 "
        "channels, 70.0 percentage points) and v1 (third party; 1 channel, 40.0 percentage points).",
        f"Of these v2 and v1 are third parties, against {third}.",
        "Each veto is taken to block, whatever its strength (here 0.5).",
        "To open all channels that vetoes keep shut, it takes winning over v1 and v2 (nothing cheaper does).",
        "If one actor can be won over, v2 is the best choice: that opens 1 channel and takes reach, all open that "
        "can be, from 20.0\xa0% to 50.0\xa0%.",
        "The best portfolio of channels that nobody opposes gives a reach of 20.0\xa0% instead of 90.0\xa0%; it does "
        "without c1.",
    )


def test_opposition_that_costs_nothing_is_said_to_cost_nothing():
    rows = [{"id": name, "participants": "a1:1; b1:1", "quality": 0.5} for name in ("c1", "c2")]
    net = Network.from_tables(TALKS, channels=rows, vetoes=[{"actor": "v1", "target": "c1"}])
    said = vetoes(net, portfolio=True).sentences
    assert (
        "With every candidate channel open reach would be 50.0\xa0%, and as much without the opposed ones" in said[1]
    )
    assert said[-1] == "Without the channels that somebody opposes the best portfolio reaches as far."


def test_names_are_told_as_they_are_and_the_study_in_whole_sentences():
    people = [{**row, "name": "</script><b>, x"} if row["id"] == "v1" else row for row in TALKS]
    rows = [{"id": "c1", "participants": "a1; b1"}]
    net = Network.from_tables(people, channels=rows, vetoes=[{"actor": "v1", "target": "c1"}])
    assert any("“</script><b>, x”" in sentence for sentence in vetoes(net).sentences)
    for sentence in vetoes(read("data"), portfolio=True).sentences:
        assert sentence.endswith(".") and "nan" not in sentence and "\n" not in sentence
