"""What a work is about, in some fifty coarse subjects, told by the words of its field.

The subjects are those by which a reader of machine learning listings divides them: methods and
questions first, then the fields they are applied to. The lists are general vocabulary, written
from the fields themselves; which subjects an author wants is learned from decisions. A term is
a word (``agent``), a stem (``reason*``), or two words in a row (``world model*``).
"""

# ruff: noqa: E501
from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

SUBJECTS: dict[str, str] = {
    "language models": "llm llms lm lms; language model*",
    "agents": "agent agents agentic multi-agent",
    "reasoning": "reason* chain-of-thought cot; step-by-step",
    "reinforcement learning": "rl rlhf rlvr rlaif grpo ppo reward* reinforcement*; policy optimization",
    "pretraining": "pretrain* pre-train* trillion; foundation model*, scaling law*",
    "post-training": "post-train* fine-tun* finetun* dpo sft lora peft low-rank; instruction tuning,"
    " preference optimization, parameter efficient",
    "multimodal models": "multimodal* multi-modal* vlm vlms lvlm lvlms mllm mllms vqa"
    " vision-language; vision language, visual question",
    "image generation": "diffusion text-to-image inpaint*; flow matching, image generation,"
    " image synthesis, image editing, rectified flow",
    "video": "video* text-to-video image-to-video",
    "architectures": "transformer* attention mamba mixture-of-experts moe tokeniz* tokenis*;"
    " state space, linear attention",
    "long context and memory": "memory kv long-context; long context, context window*, context length",
    "retrieval": "retriev* rag; deep research, web search",
    "code": "coding software programmer* bug bugs swe; code generation, source code, program synthesis",
    "mathematics": "math mathematic* theorem* olympiad proof proofs aime",
    "tool use": "tool tools mcp gui api apis; function calling, computer use",
    "alignment and safety": "align* misalign* safe* unsafe jailbreak* deception deceptive risk*;"
    " red teaming",
    "trust": "hallucinat* factual* trustworth* uncertain* calibrat* faithful*",
    "interpretability": "interpretab* mechanistic* explainab* xai circuits probing; sparse autoencoder*",
    "efficiency": "efficien* quantiz* quantis* prun* compress* distill* accelerat* speculative"
    " throughput latency speedup*",
    "test-time compute": "test-time inference-time self-improv* self-evol* self-refin* self-play"
    " self-reward* self-correct*; test time, tree search, best of",
    "training data": "curat* self-instruct; synthetic data, data curation, data selection,"
    " data quality, data mixture*",
    "evaluation": "benchmark* evaluat* leaderboard* judge* arena",
    "datasets": "dataset* corpus corpora annotat*",
    "robots and worlds": "robot* embodied manipulation vla; world model*, physical world",
    "speech and audio": "speech audio* music* voice* spoken asr tts acoustic* sound* speaker*",
    "three dimensions": "3d gaussian* nerf nerfs slam stereo mesh meshes; point cloud*,"
    " radiance field*, depth estimation, camera pose*, view synthesis",
    "detection and segmentation": "segment* detector* detection re-identification tracking recognition",
    "medicine": "medic* clinic* patient* cancer* tumor* tumour* mri ct radiolog* x-ray x-rays"
    " patholog* disease* surg* health* diagnos* ultrasound histolog* retina* biomedical eeg ecg"
    " hospital* lesion* brain* therap*",
    "earth and farming": "satellite* aerial uav uavs drone* crop* agricultur* geospatial climate"
    " weather forest* hyperspectral marine underwater wildlife flood* sar; remote sensing",
    "traffic": "driving traffic vehicle* pedestrian* lane* lidar railway* road*",
    "faces and bodies": "face facial faces gait gesture* biometric* fingerprint* avatar* emotion*"
    " talking-head; human pose, sign language, human motion, hand pose",
    "law and finance": "legal law laws financ* stock* bank* court* patent* insurance regulat*",
    "schools": "education* classroom* tutor* teacher* student* essay* curricul*",
    "society": "politic* misinformation disinformation twitter reddit gender* stereotyp* cultur*"
    " hate societ* democra* ethic*; social media, fake news",
    "other languages": "multilingual* cross-lingual low-resource arabic hindi indic bengali bangla"
    " urdu tamil african swahili vietnamese korean japanese indonesian persian turkish german"
    " french spanish portuguese russian chinese italian dutch polish greek hebrew ukrainian czech"
    " thai nepali romanian sanskrit latin dialect* mandarin",
    "translation": "translat*",
    "classic language tasks": "sentiment* ner parser* parsing morpholog* summariz* summaris*"
    " keyphrase* grammatical readability coreference linguist* lexic* semantics syntax syntactic;"
    " named entity, relation extraction, text classification, topic model*, event extraction",
    "graphs and tables": "gnn gnns ontolog* tabular table tables sql text-to-sql graph graphs;"
    " knowledge graph*",
    "time series": "forecast* sensor* anomal* time-series; time series",
    "recommendation": "recommend* e-commerce advertis* click-through",
    "privacy and rights": "federated privacy private unlearn* watermark* copyright*",
    "attacks and forgeries": "adversar* attack* backdoor* poison* deepfake* forger* spoof*",
    "documents": "ocr handwrit* chart charts scanned pdf document*",
    "image restoration": "super-resolution denois* deblur* restor* low-light dehaz* hdr enhancement",
    "transfer and few labels": "few-shot zero-shot continual* contrastive self-supervised"
    " semi-supervised weakly-supervised class-incremental imbalanc* open-set out-of-distribution;"
    " domain adaptation, domain generalization, transfer learning, active learning",
    "classic networks": "cnn cnns convolution* lstm gan gans resnet yolo* unet u-net vit vits bert"
    " svm clip sam autoencoder*",
    "natural sciences": "chemi* molecul* protein* drug* biolog* genom* physics astronom* quantum"
    " materials neuroscien*; scientific discovery",
    "theory": "theoretical* bound bounds convergence provabl* bayesian causal* stochastic",
    "people": "participant* psycholog* cognitive personalit* persona personas interview*"
    " human-ai human-centered; user study, user studies",
    "industry": "industr* manufactur* defect* inspection energy wireless 5g iot hardware fpga cyber*"
    " edge; power grid, on device",
    "games and stories": "game games minecraft chess story stories storytelling poetry creativ*"
    " humor narrative* fiction literary",
}


def _read() -> tuple[dict[str, list[int]], list[tuple[str, int]], dict[str, list[tuple[str, int]]]]:
    whole: dict[str, list[int]] = {}
    stems: list[tuple[str, int]] = []
    pairs: dict[str, list[tuple[str, int]]] = {}
    for number, terms in enumerate(SUBJECTS.values()):
        singles, _, doubles = terms.partition(";")
        for term in singles.split():
            if term.endswith("*"):
                stems.append((term[:-1], number))
            else:
                whole.setdefault(term, []).append(number)
        for double in filter(None, map(str.strip, doubles.split(","))):
            first, _, second = double.partition(" ")
            pairs.setdefault(first, []).append((second, number))
    return whole, stems, pairs


_WHOLE, _STEMS, _PAIRS = _read()


@lru_cache(maxsize=65_536)
def _of_word(word: str) -> tuple[int, ...]:
    stems = [number for stem, number in _STEMS if word.startswith(stem)]
    return tuple(_WHOLE.get(word, []) + stems)


def subjects(words: Sequence[str]) -> set[int]:
    """The places in ``SUBJECTS`` of the subjects that a text's words (in order) tell of."""
    found = {number for word in set(words) for number in _of_word(word)}
    for place, word in enumerate(words[:-1]):
        for second, number in _PAIRS.get(word, ()):
            following = words[place + 1]
            if following == second or (second.endswith("*") and following.startswith(second[:-1])):
                found.add(number)
    return found
