"""What is wrong with a typed formula, said in one sentence with its place."""

from __future__ import annotations

from optim_core.fields import Text


class Misspelt(ValueError):  # noqa: N818 - a finding about a text, not a fault
    """A text that is no formula.

    Attributes:
        code: what kind of mistake it is, a key of `SENTENCES`.
        at, length: the characters it is about, in the text as it was typed; `at` may be just after its end.
        text: one sentence: where, what is wrong, and what to write instead.
    """

    def __init__(self, code: str, at: int, length: int, **words: object) -> None:
        self.code, self.at, self.length = code, at, length
        self.text = Text(*(_filled(sentence, i, place=at + 1, **words) for i, sentence in enumerate(SENTENCES[code])))
        super().__init__(self.text.en)


def _filled(sentence: str, language: int, **words: object) -> str:
    """A sentence with its words, of which some differ from language to language."""
    return sentence.format(**{name: word[language] if isinstance(word, Text) else word for name, word in words.items()})


SENTENCES = {
    "empty": Text(
        "there is no formula yet: write one of x and y, such as x^2 + 4*y^2",
        "식이 비어 있습니다. x^2 + 4*y^2처럼 x와 y의 식을 쓰세요",
    ),
    "long": Text(
        "the formula has {have} characters and may have {most}: write a shorter one",
        "식이 {have}자인데 {most}자까지 쓸 수 있으니 줄여 쓰세요",
    ),
    "complex": Text(
        "the formula is made of {have} parts and may have {most}: write a shorter one",
        "식을 이루는 부분이 {have}개인데 {most}개까지 쓸 수 있으니 줄여 쓰세요",
    ),
    "deep": Text(
        "character {place}: brackets, powers and functions stand in each other more than {most} deep; write it flatter",
        "{place}번째 글자: 괄호, 거듭제곱, 함수가 {most}겹보다 깊이 겹쳐 있으니 덜 겹치게 쓰세요",
    ),
    "character": Text(
        "character {place}: {seen} is not part of a formula; leave it out",
        "{place}번째 글자: {seen} 기호는 식에 쓸 수 없으니 빼세요",
    ),
    "instead": Text(
        "character {place}: instead of {seen} write {write}", "{place}번째 글자: {seen} 대신 이렇게 쓰세요: {write}"
    ),
    "dot": Text(
        "character {place}: a point belongs inside a number only, as in 0.5",
        "{place}번째 글자: 소수점은 0.5처럼 숫자 안에서만 쓸 수 있습니다",
    ),
    "number": Text(
        "character {place}: the number {seen} is too large; write one of at most {most}",
        "{place}번째 글자: 너무 큰 수 {seen} 대신 {most} 이하로 쓰세요",
    ),
    "vanishing": Text(
        "character {place}: the number {seen} is too small to be told from 0; write 0 or one of at least {least}",
        "{place}번째 글자: 수 {seen}은(는) 너무 작아 0과 구별되지 않으니 0이나 {least} 이상인 수를 쓰세요",
    ),
    "digits": Text(
        "character {place}: two numbers stand side by side; write * or + between them",
        "{place}번째 글자: 숫자 두 개가 붙어 있으니 사이에 * 또는 +를 쓰세요",
    ),
    "times": Text(
        "character {place}: a multiplication sign is missing in “{seen}”; write {write}",
        "{place}번째 글자: “{seen}”에 곱셈 기호가 빠졌으니 이렇게 쓰세요: {write}",
    ),
    "brackets": Text(
        "character {place}: the function {seen} needs brackets; write {write}",
        "{place}번째 글자: 함수 {seen}에는 괄호가 필요하니 이렇게 쓰세요: {write}",
    ),
    "name": Text(
        "character {place}: “{seen}” is unknown; known are {known}",
        "{place}번째 글자: 모르는 이름 “{seen}” 대신 아는 이름을 쓰세요: {known}",
    ),
    "typo": Text(
        "character {place}: “{seen}” is unknown; write {write}",
        "{place}번째 글자: 모르는 이름 “{seen}” 대신 이렇게 쓰세요: {write}",
    ),
    "numbered": Text(
        "character {place}: “{seen}” is unknown: the variables are x and y, and letters stand alone; write {write}",
        "{place}번째 글자: 모르는 이름 “{seen}” 대신, 변수는 x와 y로, 문자는 숫자 없이 쓰세요: {write}",
    ),
    "either": Text(
        "character {place}: “{seen}” may mean two things; write {power} for a power or {product} for a product",
        "{place}번째 글자: “{seen}”은(는) 두 가지로 읽힙니다. 거듭제곱이면 {power}, 곱이면 {product}로 쓰세요",
    ),
    "arguments": Text(
        "character {place}: {seen} takes {takes} in its brackets, not {given}; write {write}",
        "{place}번째 글자: {seen}에 넣을 값은 {takes}개인데 {given}개를 넣었으니 이렇게 쓰세요: {write}",
    ),
    "comma": Text(
        "character {place}: a comma only parts the values of min, max and where; in a number write a point, as in 0.5",
        "{place}번째 글자: 쉼표는 min, max, where의 값을 나눌 때만 쓰니, 숫자에는 0.5처럼 점을 쓰세요",
    ),
    "open": Text(
        "character {place}: this bracket is never closed; write a ) for it",
        "{place}번째 글자: 이 괄호가 닫히지 않았으니 )를 쓰세요",
    ),
    "close": Text(
        "character {place}: this bracket was never opened; leave it out",
        "{place}번째 글자: 이 괄호는 열린 적이 없으니 빼세요",
    ),
    "missing": Text(
        "character {place}: something is missing here; write a number, x, y or a letter",
        "{place}번째 글자: 여기에 무엇인가 빠졌으니 숫자나 x, y, 문자를 쓰세요",
    ),
    "equals": Text(
        "character {place}: write only what f(x, y) is equal to, without an equals sign",
        "{place}번째 글자: 등호 없이 f(x, y)와 같은 식만 쓰세요",
    ),
    "unequal": Text(
        "character {place}: where compares with <, <=, > or >= only; write one of these instead of “{seen}”",
        "{place}번째 글자: where에서는 <, <=, >, >=로만 비교하니 “{seen}” 대신 이 가운데 하나를 쓰세요",
    ),
    "joined": Text(
        "character {place}: conditions are not joined by “{seen}”; put one where into another: {write}",
        "{place}번째 글자: 조건을 “{seen}”(으)로 이을 수 없으니 where 안에 where를 쓰세요: {write}",
    ),
    "comparison": Text(
        "character {place}: a comparison stands only in front in where; write where(x < 0, -x, x)",
        "{place}번째 글자: 비교는 where의 맨 앞에서만 쓸 수 있으니 where(x < 0, -x, x)처럼 쓰세요",
    ),
    "condition": Text(
        "character {place}: where needs a comparison in front; write where(x < 0, -x, x)",
        "{place}번째 글자: where의 맨 앞에는 비교가 필요하니 where(x < 0, -x, x)처럼 쓰세요",
    ),
    "power": Text(
        "character {place}: the power is too large; write one between -{most} and {most}",
        "{place}번째 글자: 지수가 너무 크니 -{most}에서 {most} 사이의 수로 쓰세요",
    ),
    "tower": Text(
        "character {place}: a power of numbers in a power grows without bounds; write the number itself",
        "{place}번째 글자: 숫자의 거듭제곱을 다시 지수로 쓰면 끝없이 커지니 그 수를 직접 쓰세요",
    ),
}
