"""Two small validators for tests: as much of JSON Schema and of XML Schema as our schemas use.

Each refuses a schema that says more than it understands, so that nothing is passed over.
"""

import re
from xml.etree import ElementTree as ET

_JSON_TYPES = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None),
}  # fmt: skip
_SAID = {"$schema", "title", "description"}
_CHECKED = {
    "type", "required", "properties", "additionalProperties", "items", "enum", "const", "minimum",
}  # fmt: skip


def json_faults(value, schema, at="$"):
    """Where a value is not what the schema says."""
    assert set(schema) <= _SAID | _CHECKED, f"unknown words in the schema: {set(schema)}"
    if "const" in schema and value != schema["const"]:
        return [f"{at}: not {schema['const']!r}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{at}: {value!r} is not listed"]
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if types and not any(_has_type(value, each) for each in types):
        return [f"{at}: not {types}"]
    faults = []
    if "minimum" in schema and value < schema["minimum"]:
        faults.append(f"{at}: too small")
    if isinstance(value, dict):
        faults += [f"{at}: no {name}" for name in schema.get("required", ()) if name not in value]
        known = schema.get("properties", {})
        if schema.get("additionalProperties") is False:
            faults += [f"{at}: {name} is too much" for name in value if name not in known]
        for name in set(known) & set(value):
            faults += json_faults(value[name], known[name], f"{at}.{name}")
    if isinstance(value, list) and "items" in schema:
        for rank, item in enumerate(value):
            faults += json_faults(item, schema["items"], f"{at}[{rank}]")
    return faults


def _has_type(value, name):
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, _JSON_TYPES[name])


_XSD = "{http://www.w3.org/2001/XMLSchema}"
_BASICS = {
    "string": r"(?s).*",
    "integer": r"\s*[+-]?[0-9]+\s*",
    "date": r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}",
    "time": r"[0-9]{2}:[0-9]{2}:[0-9]{2}",
    "gYear": r"-?[0-9]{4,}",
}


class XmlSchema:
    """A schema of sequences, choices, extensions, fixed attributes and lists of values."""

    def __init__(self, path):
        self.root = ET.parse(path).getroot()
        self.space = self.root.get("targetNamespace")
        assert self.root.get("elementFormDefault") == "unqualified"
        self.types = {each.get("name"): each for each in self.root if each.get("name")}

    def faults(self, document):
        """Where a document is not what the schema says."""
        element = ET.fromstring(document)
        top = self.root.find(f"{_XSD}element")
        if element.tag != f"{{{self.space}}}{top.get('name')}":
            return [f"the root is {element.tag}"]
        return self._complex(element, top.find(f"{_XSD}complexType"), element.tag)

    def _complex(self, element, kind, at):
        [content] = [each for each in kind if each.tag != f"{_XSD}annotation"]
        attributes = {}
        if content.tag == f"{_XSD}complexContent":
            [extension] = content
            assert extension.tag == f"{_XSD}extension"
            attributes = {each.get("name"): each for each in extension.findall(f"{_XSD}attribute")}
            base = self.types[extension.get("base").partition(":")[2]]
            [content] = [each for each in base if each.tag != f"{_XSD}annotation"]
        faults = [f"{at}: text {element.text!r}"] if (element.text or "").strip() else []
        for name, attribute in attributes.items():
            if element.get(name) != attribute.get("fixed"):
                faults.append(f"{at}: attribute {name}")
        faults += [f"{at}: attribute {name}" for name in element.attrib if name not in attributes]
        return faults + self._children(element, content, at)

    def _children(self, element, content, at):
        wanted = content.findall(f"{_XSD}element")
        children, faults, place = list(element), [], 0
        if content.tag == f"{_XSD}choice":
            wanted = [each for each in wanted if children and each.get("name") == children[0].tag]
            if not wanted:
                return [f"{at}: nothing chosen"]
        else:
            assert content.tag == f"{_XSD}sequence", content.tag
        for each in wanted:
            least, most = each.get("minOccurs", "1"), each.get("maxOccurs", "1")
            count = 0
            while place < len(children) and children[place].tag == each.get("name"):
                faults += self._typed(children[place], each.get("type"), f"{at}/{each.get('name')}")
                place, count = place + 1, count + 1
            if count < int(least) or (most != "unbounded" and count > int(most)):
                faults.append(f"{at}: {count} {each.get('name')}")
        return faults + [f"{at}: {each.tag} is too much" for each in children[place:]]

    def _typed(self, element, name, at):
        _, colon, own = name.partition(":")
        if not colon:
            return self._simple(element, _BASICS[name], None, at)
        kind = self.types[own]
        if kind.tag == f"{_XSD}complexType":
            return self._complex(element, kind, at)
        [restriction] = kind
        assert restriction.tag == f"{_XSD}restriction"
        listed = [each.get("value") for each in restriction.findall(f"{_XSD}enumeration")]
        return self._simple(element, _BASICS[restriction.get("base")], listed, at)

    def _simple(self, element, pattern, listed, at):
        text = element.text or ""
        if len(element) or element.attrib:
            return [f"{at}: more than text"]
        if not re.fullmatch(pattern, text) or (listed and text not in listed):
            return [f"{at}: {text!r}"]
        return []
