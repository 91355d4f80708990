// Drag and drop of the homework builder: glue between dnd-kit and Reflex. The server keeps the order; here a drop only becomes an event.
import { DndContext, DragOverlay, KeyboardSensor, MouseSensor, TouchSensor, closestCenter, pointerWithin, useDraggable, useDroppable, useSensor, useSensors } from "@dnd-kit/core";
import { SortableContext, sortableKeyboardCoordinates, useSortable, verticalListSortingStrategy } from "@dnd-kit/sortable";
import { CSS, getEventCoordinates } from "@dnd-kit/utilities";
import { createContext, createElement, useContext, useEffect, useRef, useState } from "react";

const MOUSE = { activationConstraint: { distance: 6 } }; // a click that trembles is still a click
const TOUCH = { activationConstraint: { delay: 220, tolerance: 8 } }; // a long press; shorter ones scroll the page
const KEYS = { coordinateGetter: sortableKeyboardCoordinates };
const BESIDE_PX = 14; // from the pointer to the corner of what is shown while it moves
const WAIT_MS = 1500; // so long a dropped row waits at its new place for the server's order

const AT_POINTER = [atPointer];

const isClip = (id) => String(id).startsWith("clip:");
const isJoin = (id) => String(id).startsWith("join:");
const Moves = createContext({ active: "", pointer: false, waiting: false, role: "" });
const Grip = createContext({});

export function Board({ order, texts, onDrop, children }) {
  const [active, setActive] = useState(null);
  const [waiting, setWaiting] = useState("");
  const sensors = useSensors(useSensor(MouseSensor, MOUSE), useSensor(TouchSensor, TOUCH), useSensor(KeyboardSensor, KEYS));
  const words = JSON.parse(texts);
  const moved = useRef(false);
  const now = order.join();
  useEffect(() => {
    const timer = waiting && setTimeout(setWaiting, WAIT_MS, "");
    return () => clearTimeout(timer);
  }, [waiting]);
  const end = (event) => {
    setActive(null);
    if (!event.over || event.over.id === event.active.id) return;
    if (order.includes(event.active.id) && order.includes(event.over.id)) setWaiting(now);
    onDrop(event.active.id, event.over.id);
  };
  const moves = { active: active?.id ?? "", pointer: active?.pointer ?? false, waiting: waiting === now && !active, role: words.role };
  return createElement(
    DndContext,
    {
      id: "board",
      sensors,
      collisionDetection: nearest,
      accessibility: { announcements: announcements(words, order, moved), screenReaderInstructions: { draggable: words.how } },
      onDragStart: ({ active: { id, data }, activatorEvent }) => {
        const pointer = !(activatorEvent instanceof KeyboardEvent);
        if (!pointer) for (const open of document.querySelectorAll(".item > details[open]")) open.open = false; // keys go from middle to middle: a tall row would stick
        setWaiting("");
        setActive({ id, ...data.current, pointer });
      },
      onDragEnd: end,
      onDragCancel: () => setActive(null),
    },
    createElement(Moves.Provider, { value: moves }, createElement(SortableContext, { items: order, strategy: verticalListSortingStrategy }, children)),
    createElement(DragOverlay, { dropAnimation: null, modifiers: AT_POINTER }, active && createElement(Taken, active)),
  );
}

export function Row({ name, title, picture, turns, className, children }) {
  const moves = useContext(Moves);
  const [held, setHeld] = useState(null);
  const data = { title, picture };
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isOver } = useSortable({ id: name, data, attributes: { roleDescription: moves.role } });
  const join = useDroppable({ id: name.replace("item:", "join:"), data, disabled: !turns || !moves.pointer || moves.active === name || isClip(moves.active) });
  const shift = CSS.Translate.toString(transform) ?? "";
  if (moves.active && shift !== held) setHeld(shift);
  const foreign = isOver && isClip(moves.active);
  return createElement(
    "li",
    {
      ref: setNodeRef,
      className: `${className ?? ""}${moves.active === name ? " taken" : ""}${foreign ? " before" : ""}`,
      style: { transform: moves.waiting ? held : shift, transition: moves.waiting ? "none" : transition },
    },
    createElement(Grip.Provider, { value: { attributes, listeners, setActivatorNodeRef } }, children),
    moves.pointer && turns && !isClip(moves.active) && moves.active !== name && createElement("div", { ref: join.setNodeRef, className: `join${join.isOver ? " over" : ""}`, "aria-hidden": true }, turns),
  );
}

export function Card({ name, title, picture, className, children }) {
  const { role, active } = useContext(Moves);
  const { attributes, listeners, setNodeRef, setActivatorNodeRef } = useDraggable({ id: name, data: { title, picture }, attributes: { roleDescription: role } });
  const { onKeyDown, ...pointers } = listeners ?? {};
  return createElement(
    "li",
    { ref: setNodeRef, className: `${className ?? ""}${active === name ? " taken" : ""}`, ...pointers },
    createElement(Grip.Provider, { value: { attributes, listeners: { onKeyDown }, setActivatorNodeRef } }, children),
  );
}

export function Handle({ label, className, children }) {
  const { attributes, listeners, setActivatorNodeRef } = useContext(Grip);
  return createElement("button", { ...attributes, ...listeners, ref: setActivatorNodeRef, type: "button", className, "aria-label": label }, children);
}

export function End({ className, children }) {
  const { setNodeRef, isOver } = useDroppable({ id: "end" });
  return createElement("div", { ref: setNodeRef, className: `${className ?? ""}${isOver ? " over" : ""}` }, children);
}

function Taken({ title, picture }) {
  const shown = createElement("div", { className: "drag-taken" }, picture && createElement("img", { src: picture, alt: "" }), createElement("b", null, title));
  return createElement("div", { className: "drag-space" }, shown); // as large as what was taken: keys move it by its middle
}

/** What moves is shown beside the pointer, not where the corner of the large thing it stands for would be. */
function atPointer({ activatorEvent, draggingNodeRect, transform }) {
  const from = activatorEvent && getEventCoordinates(activatorEvent);
  if (!from || !draggingNodeRect) return transform;
  return { ...transform, x: transform.x + from.x - draggingNodeRect.left + BESIDE_PX, y: transform.y + from.y - draggingNodeRect.top + BESIDE_PX };
}

/** Into a superset where the pointer is on that place; else the row it is over or nearest to, for a clip only inside the workout's column. */
function nearest(args) {
  const joins = pointerWithin(args).filter(({ id }) => isJoin(id));
  if (joins.length) return joins;
  const droppableContainers = args.droppableContainers.filter(({ id }) => !isJoin(id));
  if (!args.pointerCoordinates) return closestCenter({ ...args, droppableContainers });
  const { x, y } = args.pointerCoordinates;
  const column = args.droppableRects.get("end");
  if (isClip(args.active.id) && column && (x < column.left || x > column.right)) return [];
  const away = ({ id }) => {
    const { top, bottom } = args.droppableRects.get(id) ?? { top: Infinity, bottom: Infinity };
    return Math.max(top - y, y - bottom, 0);
  };
  return droppableContainers.map((container) => ({ id: container.id, data: { droppableContainer: container, value: away(container) } })).sort((one, other) => one.data.value - other.data.value);
}

/** What a screen reader is told. */
function announcements(words, order, moved) {
  const fill = (key, active, over) => {
    const place = over?.id === "end" ? order.length : order.indexOf(over?.id) + 1;
    const said = { title: active.data.current.title, other: over?.data.current?.title ?? "", place, all: order.length };
    return words[key].replace(/\{(\w+)\}/g, (_, name) => said[name]);
  };
  const over = ({ active, over: place }) => fill(!place ? "nowhere" : isJoin(place.id) ? "joining" : "over", active, place);
  return {
    onDragStart: ({ active }) => {
      moved.current = false;
      return fill("taken", active);
    },
    onDragOver: (event) => {
      if (!moved.current && event.over?.id === event.active.id) return undefined; // it lies where it lay: «taken» must not be spoken over
      moved.current = true;
      return over(event);
    },
    onDragEnd: (event) => (event.over ? `${over(event)} ${fill("put", event.active)}` : fill("cancelled", event.active)),
    onDragCancel: ({ active }) => fill("cancelled", active),
  };
}
