"""What is kept, alone and in a room that several share."""

from app.cache import Cache, Room


def kept(cache, *questions):
    return [question for question in questions if cache.get(question) is not None]


def test_what_was_used_longest_ago_goes_first():
    cache = Cache(100)
    for question in "abcde":
        cache.put(question, question.upper(), 20)
    assert cache.get("a") == "A"
    cache.put("f", "F", 20)
    assert kept(cache, *"abcdef") == list("acdef")


def test_what_would_take_more_than_a_quarter_is_not_kept():
    cache = Cache(100)
    cache.put("large", 1, 26)
    assert cache.get("large") is None


def test_in_a_room_it_goes_first_whichever_has_it():
    room = Room(100)
    ours, theirs = Cache(100, room=room), Cache(100, room=room)
    for number in range(2):
        ours.put(f"o{number}", number + 1, 25)
        theirs.put(f"t{number}", number + 1, 25)
    assert ours.get("o0")
    theirs.put("t2", 3, 25)  # the room is full
    assert kept(theirs, "t0", "t1", "t2") == ["t1", "t2"]
    assert kept(ours, "o0", "o1") == ["o0", "o1"]


def test_what_a_cache_forgets_by_itself_leaves_the_room_too():
    room = Room(120)
    small, large = Cache(40, room=room), Cache(400, room=room)
    for question in "abcdefghij":
        small.put(question, question, 10)
    for question in "klmnopqr":
        large.put(question, question, 10)
    assert kept(small, *"abcdefghij") == list("ghij")  # there was room for what the other brought
    assert kept(large, *"klmnopqr") == list("klmnopqr")
    large.put("s", "s", 10)
    assert kept(small, *"ghij") == list("hij")


def test_the_same_question_of_two_caches_is_not_the_same():
    room = Room(100)
    ours, theirs = Cache(100, room=room), Cache(100, room=room)
    ours.put("q", 1, 10)
    theirs.put("q", 2, 10)
    ours.forget("q")
    assert ours.get("q") is None
    assert theirs.get("q") == 2
