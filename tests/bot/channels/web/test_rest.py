"""The HTTP API: a client of Rasa's REST channel works."""

from __future__ import annotations

ROUTE = "/webhooks/rest/webhook"


async def test_a_rest_client_gets_texts_and_buttons(client):
    response = await client.post(ROUTE, json={"sender": "a", "message": "où s'inscrire aux modules ?"})
    assert response.status_code == 200
    (message,) = response.json()
    assert message["recipient_id"] == "a"
    assert "La Mednum" in message["text"]
    assert [set(button) for button in (message["buttons"][0], message["buttons"][-1])] == [
        {"title", "payload"},
        {"title", "url"},
    ]


async def test_a_message_sent_again_with_its_id_gets_the_same_reply(client):
    first = await client.post(ROUTE, json={"sender": "r", "message": "les Landes", "message_id": "1"})
    again = await client.post(ROUTE, json={"sender": "r", "message": "la Charente", "message_id": "1"})
    assert again.json() == first.json()
    next_one = await client.post(ROUTE, json={"sender": "r", "message": "la Charente", "message_id": "2"})
    assert "Charente" in next_one.json()[0]["text"]


async def test_a_click_comes_back_as_a_message(client):
    asked = (await client.post(ROUTE, json={"sender": "b", "message": "comment s'inscrire ?"})).json()
    payload = next(button["payload"] for button in asked[0]["buttons"] if "payload" in button)
    response = await client.post(ROUTE, json={"sender": "b", "message": payload})
    assert "Source" in response.json()[0]["text"]
